import type { ProgressListener } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { Encoder, FeatureMatrix } from '@ser/dsp';
import type { BuildNetwork, CheckpointStore } from '@ser/training';
import type { RobustnessOptions } from './robustness/robustness-curves.js';

/** Options of `openStudy`. */
export interface StudyOptions {
  /**
   * Folder of the corpus, or for several corpora the folder that holds one folder for each; by default
   * `$SER_DATA_DIR/<corpus>`, else `data/<corpus>`. Node only.
   */
  readonly data?: string | undefined;
  /** An open corpus, which is used instead of the experiment's `corpus`. */
  readonly corpus?: Corpus | undefined;
  /** Features by utterance id: of the experiment's front end, or your own. Extracted on first use if absent. */
  readonly features?: ReadonlyMap<string, FeatureMatrix> | undefined;
  /** Builds the network instead of the experiment's `model`, whose kind then only decides the default recipe. */
  readonly network?: BuildNetwork | undefined;
  /** The speech encoder of a front end that has one, see `ExtractOptions` of `@ser/datasets`. */
  readonly encoder?: string | Encoder | undefined;
  /** Folder of the feature cache; no cache by default. Node only. */
  readonly cache?: string | undefined;
  /** Number of worker threads; by default all cores for features and 1 for training. Results do not depend on it. */
  readonly threads?: number | undefined;
  /**
   * If true, a recording that cannot be used is an error; by default, such recordings are left out and listed in
   * `Study.skipped`.
   */
  readonly strict?: boolean | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Versions, machine, revision: stored with each run. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Receives the progress of extraction and training. */
  readonly onProgress?: ProgressListener | undefined;
  /** Stops the work of the study; the caller's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `Study.evaluate`. */
export interface EvaluateStudyOptions {
  /** Runs the first folds only; all by default. The run is marked as partial. */
  readonly folds?: number | undefined;
  /** Number of epochs; that of the recipe by default. */
  readonly epochs?: number | undefined;
  /** Storage of states and outcomes of folds, so that an interrupted evaluation can be resumed; none by default. */
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of `Study.select`. */
export interface SelectOptions {
  /** Groups of training speakers that take turns at being held out; 3 by default. */
  readonly innerFolds?: number | undefined;
  /** Number of the fold, from 1, on whose training part the choice is made; 1 by default. Not for nested selection. */
  readonly fold?: number | undefined;
  /** Storage of states and outcomes of all networks; none by default. */
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of `Study.select` with nested selection. */
export interface NestedSelectOptions extends Omit<SelectOptions, 'fold'> {
  readonly nested: true;
  /** Runs the first outer folds only; all by default. The run is marked as partial. */
  readonly folds?: number | undefined;
}

/** Options of `Study.train`. */
export interface TrainStudyOptions {
  /** Utterances to train on; all by default. */
  readonly ids?: readonly string[] | undefined;
  /** Number of epochs; that of the recipe by default. */
  readonly epochs?: number | undefined;
  /** Storage of the state of the run, under the key `model`; none by default. */
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of `Study.robustness`. */
export type StudyRobustnessOptions = Omit<RobustnessOptions, 'seed' | 'onProgress' | 'signal'>;
