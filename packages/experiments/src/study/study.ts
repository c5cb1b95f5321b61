import { invalidArgument, type ProgressListener, SerError } from '@ser/core';
import {
  auditCorpus,
  type Corpus,
  extractAugmented,
  extractFeatures,
  type Finding,
  findNearDuplicates,
  leaveOut,
  type NearDuplicate,
  protocolsFor,
  type SkippedUtterance,
  type Split,
  type SplitAudit,
  splitCorpus,
  utterancesOf,
} from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { SerModel, startBackend } from '@ser/models';
import {
  type BuildNetwork,
  type CheckpointStore,
  checkAugmentation,
  divideTraining,
  type TrainedModel,
  trainModel,
  type Variants,
} from '@ser/training';
import { openCorpus } from '#open-corpus';
import type { ExperimentPoint } from '../experiment/expand-experiment.js';
import type { Experiment, ExperimentDescription } from '../experiment/experiment.js';
import { parseExperiment } from '../experiment/parse-experiment.js';
import type { Run } from '../runs/run.js';
import type { ClipPredictor } from './clip-predictor.js';
import { type CrossValidateOptions, crossValidate } from './cross-validate.js';
import { evaluateSeeds, type SeededRuns } from './evaluate-seeds.js';
import { nestedCrossValidate } from './nested-cross-validate.js';
import { type RobustnessOptions, type RobustnessRow, robustnessCurves } from './robustness-curves.js';
import { type Candidate, type RecipeSelection, selectRecipe } from './select-recipe.js';

/** Options of {@link openStudy}. */
export interface StudyOptions {
  /**
   * Folder of the corpus, or for several corpora the folder that holds one folder for each; by default
   * `$SER_DATA_DIR/<corpus>`, else `data/<corpus>`. Node only.
   */
  readonly data?: string | undefined;
  /** A corpus that is open already; the experiment's `corpus` is then not opened. */
  readonly corpus?: Corpus | undefined;
  /** Features by utterance id that are extracted already, of the experiment's front end; or features of your own. */
  readonly features?: ReadonlyMap<string, FeatureMatrix> | undefined;
  /** Builds the network instead of the experiment's `model`, whose kind then only decides the default recipe. */
  readonly network?: BuildNetwork | undefined;
  /** Folder of the feature cache; nothing is kept by default. Node only. */
  readonly cache?: string | undefined;
  /** Worker threads for features and folds; all cores by default for features, 1 for folds. Results do not depend on it. */
  readonly threads?: number | undefined;
  /**
   * Whether a recording that cannot be used is an error; false by default: such recordings are left out and listed in
   * {@link Study.skipped}.
   */
  readonly strict?: boolean | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Versions, machine, revision: kept with each run. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Receives the progress of extraction and training. */
  readonly onProgress?: ProgressListener | undefined;
  /** Stops the work of the study; the caller's reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Study.evaluate}. */
export interface EvaluateStudyOptions {
  /** Runs the first folds only; all by default. The run is marked as partial. */
  readonly folds?: number | undefined;
  /** Epochs instead of the recipe's. */
  readonly epochs?: number | undefined;
  /** Where states and outcomes of folds are kept, so that an interrupted evaluation can be resumed; nowhere by default. */
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of {@link Study.select}. */
export interface SelectOptions {
  /** Groups of training speakers that take turns at being held out; 3 by default. */
  readonly innerFolds?: number | undefined;
  /** Number of the fold, from 1, on whose training part the choice is made; 1 by default. Not for nested selection. */
  readonly fold?: number | undefined;
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of {@link Study.train}. */
export interface TrainStudyOptions {
  /** Utterances to train on; all by default. */
  readonly ids?: readonly string[] | undefined;
  /** Epochs instead of the recipe's. */
  readonly epochs?: number | undefined;
  readonly checkpoints?: CheckpointStore | undefined;
}

/** Options of {@link Study.robustness}. */
export type StudyRobustnessOptions = Omit<RobustnessOptions, 'seed' | 'onProgress' | 'signal'>;

/**
 * An experiment on a corpus: it divides, audits, extracts, trains and measures. Corpus, split, audit and features are made
 * once, on first use, and shared by all methods. Made by {@link openStudy}.
 */
export class Study {
  /** The experiment, complete, with its protocol. */
  readonly experiment: Experiment & { readonly protocol: string };
  readonly #options: StudyOptions;
  readonly #skipped: SkippedUtterance[] = [];
  #corpus: Corpus;
  readonly #made = new Map<string, unknown>();

  /** Use {@link openStudy}. */
  constructor(experiment: Experiment, corpus: Corpus, options: StudyOptions) {
    const protocol = experiment.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    this.experiment = { ...experiment, protocol };
    this.#corpus = corpus;
    this.#options = options;
  }

  /** The corpus; once features are made, without the recordings that cannot be used. */
  get corpus(): Corpus {
    return this.#corpus;
  }

  /** Utterances whose recording cannot be used, found while features were made, each with the reason. */
  get skipped(): readonly SkippedUtterance[] {
    return this.#skipped;
  }

  /** What no split and no training can make up for, such as a single speaker, each finding with a sentence. */
  get findings(): readonly Finding[] {
    return auditCorpus(this.#corpus);
  }

  /** Features by utterance id, of the experiment's front end. */
  get features(): Promise<ReadonlyMap<string, FeatureMatrix>> {
    return this.#featuresOf(this.experiment.frontEnd);
  }

  /**
   * The folds by the experiment's protocol. Near-duplicates, found by the features, lie in one part. It rejects with a
   * `SerError` for a protocol that does not fit the corpus, before features are extracted, and for a leak.
   */
  get split(): Promise<Split> {
    return this.#splitOf([this.experiment.frontEnd], this.experiment.seed);
  }

  /** The audit of the split: what its parts have in common. */
  get audit(): Promise<SplitAudit> {
    return this.split.then(({ audit }) => audit);
  }

  /**
   * Evaluates the experiment by its protocol: trains on the training part of each fold and predicts its test part, once.
   *
   * @returns the run; with `seeds`, a run for each seed and how their figures vary.
   * @throws SerError `INVALID_ARGUMENT` for options out of range, `INVALID_CORPUS` for a leak in the split; the reason of
   *   `signal`.
   */
  evaluate(options?: EvaluateStudyOptions & { readonly seeds?: undefined }): Promise<Run>;
  evaluate(options: EvaluateStudyOptions & { readonly seeds: readonly number[] }): Promise<SeededRuns>;
  async evaluate({
    seeds,
    ...options
  }: EvaluateStudyOptions & { readonly seeds?: readonly number[] | undefined } = {}): Promise<Run | SeededRuns> {
    if (!seeds) return crossValidate(await this.#plan(this.experiment.seed, options));
    if (!seeds.every(Number.isSafeInteger)) throw invalidArgument('seeds', seeds, 'a list of distinct integers');
    const all: CrossValidateOptions[] = [];
    for (const seed of seeds) all.push(await this.#plan(seed, options));
    return evaluateSeeds(all);
  }

  /**
   * Chooses among candidates on held-out training speakers, never on test speakers.
   *
   * @param candidates experiments that differ in model, front end, training and augmentation only, from
   *   `expandExperiment`.
   * @returns the ranking on the training part of one fold; with `nested`, the run of choosing anew in each outer fold.
   */
  select(
    candidates: readonly ExperimentPoint[],
    options?: SelectOptions & { readonly nested?: false },
  ): Promise<RecipeSelection>;
  select(
    candidates: readonly ExperimentPoint[],
    options: Omit<SelectOptions, 'fold'> & { readonly nested: true; readonly folds?: number | undefined },
  ): Promise<Run>;
  async select(
    candidates: readonly ExperimentPoint[],
    {
      nested = false,
      fold: number = 1,
      folds,
      ...options
    }: SelectOptions & { readonly nested?: boolean; readonly folds?: number | undefined } = {},
  ): Promise<RecipeSelection | Run> {
    const { seed } = this.experiment;
    this.check(candidates.map(({ experiment }) => experiment));
    const split = await this.#splitOf(
      candidates.map(({ experiment }) => experiment.frontEnd),
      seed,
    );
    const shared = {
      ...this.#shared(),
      ...options,
      candidates: await this.#candidatesOf(candidates),
      duplicates: await this.#duplicatesOf(candidates.map(({ experiment }) => experiment.frontEnd)),
      seed,
    };
    await startBackend();
    if (nested) return nestedCrossValidate({ ...shared, split, folds, environment: this.#options.environment });
    const fold = split.folds[number - 1];
    if (!fold) throw invalidArgument('fold', number, `a number from 1 to ${split.folds.length}`);
    return selectRecipe({ ...shared, ids: fold.train });
  }

  /**
   * Trains a model to be used, on all utterances or the given ones, except those of speakers that the recipe holds out.
   *
   * @throws SerError `INVALID_ARGUMENT` for options out of range or unknown ids; the reason of `signal`.
   */
  async train({ ids, epochs, checkpoints }: TrainStudyOptions = {}): Promise<TrainedModel> {
    const { model, frontEnd, training, seed, normalization, enrollmentClips } = this.experiment;
    if (ids) utterancesOf(this.corpus, ids);
    this.#requireUsable();
    const features = await this.features;
    const usable = ids?.filter((id) => features.has(id));
    const variants = await this.#variantsOf(this.experiment);
    await startBackend();
    return trainModel({
      ...{
        corpus: this.corpus,
        ids: usable,
        model,
        frontEnd,
        seed,
        normalization,
        enrollmentClips,
        features,
        variants,
      },
      training: { ...training, epochs: epochs ?? training.epochs },
      initial: await this.#initial(),
      network: this.#options.network,
      checkpoints,
      ...this.#watch(),
    });
  }

  /**
   * Measures how recognition by a model suffers from noise, voices, a telephone's band, level, rooms and short clips.
   *
   * @param model e.g. from {@link Study.train}. It should not have been trained on the speakers that it is measured on.
   * @returns one row for each condition, the clean clips first.
   */
  async robustness(model: ClipPredictor, options: StudyRobustnessOptions = {}): Promise<RobustnessRow[]> {
    const { onProgress, signal } = this.#options;
    return robustnessCurves(model, this.corpus, { ...options, seed: this.experiment.seed, onProgress, signal });
  }

  /**
   * Checks that protocol and recipe fit the corpus, without reading a clip; {@link Study.evaluate} and
   * {@link Study.select} do so first.
   *
   * @param experiments whose recipes are checked; the study's own by default.
   * @throws SerError `INVALID_ARGUMENT` for a protocol that does not fit, for more speakers to hold out than a training part
   *   has, and for augmentation that would mix test clips into training clips.
   */
  check(experiments: readonly Pick<Experiment, 'training' | 'augmentation'>[] = [this.experiment]): void {
    const { seed } = this.experiment;
    this.#requireUsable();
    const split = this.#outline(seed);
    for (const { training, augmentation } of experiments) {
      checkAugmentation(augmentation, split);
      for (const { train } of split.folds) divideTraining(this.corpus, train, training, seed);
    }
  }

  /** Throws for a corpus that nothing can be learned from. */
  #requireUsable(): void {
    const fault = this.findings.find(({ severity }) => severity === 'error');
    if (fault) throw new SerError('INVALID_CORPUS', `${this.corpus.name}: ${fault.message}`);
  }

  /** Makes a value on first use; what fails is tried again. */
  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) {
      const value = make();
      this.#made.set(key, value);
      if (value instanceof Promise) value.catch(() => this.#made.delete(key));
    }
    return this.#made.get(key) as T;
  }

  #watch(): Pick<StudyOptions, 'threads' | 'wasmFolder' | 'onProgress' | 'signal'> {
    const { threads, wasmFolder, onProgress, signal } = this.#options;
    return { threads, wasmFolder, onProgress, signal };
  }

  /** What all networks of the study have in common. */
  #shared() {
    const { normalization, enrollmentClips } = this.experiment;
    return { corpus: this.corpus, normalization, enrollmentClips, ...this.#watch() };
  }

  #featuresOf(frontEnd: FrontEndConfig): Promise<ReadonlyMap<string, FeatureMatrix>> {
    const { features, cache, threads, onProgress, signal } = this.#options;
    const own = JSON.stringify(frontEnd) === JSON.stringify(this.experiment.frontEnd);
    if (features && own) return Promise.resolve(features);
    return this.#once(`features ${JSON.stringify(frontEnd)}`, () =>
      this.#extract((onSkip) => extractFeatures(this.corpus, frontEnd, { cache, threads, onProgress, signal, onSkip })),
    );
  }

  /** Extracts, and leaves out of the corpus what cannot be used. */
  async #extract<T>(extract: (onSkip: ((skipped: SkippedUtterance) => void) | undefined) => Promise<T>): Promise<T> {
    const skipped: SkippedUtterance[] = [];
    const extracted = await extract(this.#options.strict ? undefined : (one) => skipped.push(one));
    if (skipped.length > 0) {
      this.#skipped.push(...skipped);
      this.#corpus = leaveOut(this.#corpus, skipped);
      for (const key of this.#made.keys()) if (/^(outline|duplicates) /.test(key)) this.#made.delete(key);
    }
    return extracted;
  }

  async #duplicatesOf(frontEnds: readonly FrontEndConfig[]): Promise<readonly NearDuplicate[]> {
    const found: NearDuplicate[] = [];
    for (const frontEnd of new Map(frontEnds.map((one) => [JSON.stringify(one), one])).values()) {
      const features = await this.#featuresOf(frontEnd);
      found.push(
        ...this.#once(`duplicates ${JSON.stringify(frontEnd)}`, () => findNearDuplicates(this.corpus, features)),
      );
    }
    return found;
  }

  /** The split before features are known: it refuses what the protocol refuses. */
  #outline(seed: number): Split {
    return this.#once(`outline ${seed}`, () => splitCorpus(this.corpus, this.experiment.protocol, { seed }));
  }

  async #splitOf(frontEnds: readonly FrontEndConfig[], seed: number): Promise<Split> {
    // What the protocol refuses is refused before features are made.
    this.#outline(seed);
    const duplicates = await this.#duplicatesOf(frontEnds);
    if (duplicates.length === 0) return this.#outline(seed);
    const found = JSON.stringify(duplicates);
    return this.#once(`split ${seed} ${found}`, () =>
      splitCorpus(this.corpus, this.experiment.protocol, { seed, duplicates }),
    );
  }

  /** Augmented versions of the clips, if the experiment has any: they follow from its seed. */
  async #variantsOf({
    frontEnd,
    augmentation,
    seed,
  }: Pick<Experiment, 'frontEnd' | 'augmentation' | 'seed'>): Promise<Variants | undefined> {
    if (!augmentation) return undefined;
    const seeded = { ...augmentation, seed };
    const { cache, threads, onProgress, signal } = this.#options;
    const features = await this.#once(`augmented ${JSON.stringify([frontEnd, seeded])}`, () =>
      extractAugmented(this.corpus, frontEnd, seeded, { cache, threads, onProgress, signal }),
    );
    return { features, augmentation: seeded };
  }

  #initial(): Promise<SerModel> | undefined {
    const { initial } = this.experiment;
    if (initial === undefined) return undefined;
    return this.#once('initial', async () => {
      await startBackend();
      return SerModel.load(initial);
    });
  }

  /** The options of a cross-validation with a seed. */
  async #plan(seed: number, options: EvaluateStudyOptions): Promise<CrossValidateOptions> {
    const { model, frontEnd, training, augmentation, candidates } = this.experiment;
    this.check();
    const features = await this.features;
    const split = await this.#splitOf([frontEnd], seed);
    const variants = await this.#variantsOf({ frontEnd, augmentation, seed });
    await startBackend();
    return {
      ...this.#shared(),
      ...{ model, frontEnd, training, candidates, seed, split, features, variants },
      network: this.#options.network,
      initial: await this.#initial(),
      environment: this.#options.environment,
      ...options,
    };
  }

  async #candidatesOf(points: readonly ExperimentPoint[]): Promise<Candidate[]> {
    const initial = await this.#initial();
    const candidates: Candidate[] = [];
    for (const { name, experiment } of points) {
      const { model, frontEnd, training } = experiment;
      const features = await this.#featuresOf(frontEnd);
      const variants = await this.#variantsOf({ ...experiment, seed: this.experiment.seed });
      candidates.push({ name, model, frontEnd, training, features, variants, initial });
    }
    return candidates;
  }
}

/**
 * Opens a study: an experiment on a corpus. Everything else is made on first use.
 *
 * @param description an experiment; what it leaves out is completed as by `parseExperiment`.
 * @throws SerError `INVALID_ARGUMENT` for a wrong field, an unknown corpus or a protocol that does not fit it; `NOT_FOUND`
 *   without the corpus' folder.
 * @example
 * const study = await openStudy({ corpus: 'emodb', model: { kind: 'cnn' } }, { cache: '.ser-cache', threads: 2 });
 * const run = await study.evaluate();
 * run.metrics.uar; // 0.68…
 */
export async function openStudy(
  description: ExperimentDescription | Experiment,
  options: StudyOptions = {},
): Promise<Study> {
  const experiment = parseExperiment(description);
  if (options.corpus && options.data !== undefined)
    throw new SerError('INVALID_ARGUMENT', 'data and corpus exclude each other: the corpus is open already');
  const corpus = options.corpus ?? (await openCorpus(experiment.corpus, options.data));
  return new Study(experiment, corpus, options);
}
