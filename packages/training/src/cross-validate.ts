import { type Emotion, invalidArgument, type ProgressListener, Random, startProgress } from '@ser/core';
import { type Corpus, type Fold, holdOutSpeakers, type Split, splitCorpus } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import type { ModelSpec } from '@ser/models';
import { examplesOf, featuresOf } from './data/example.js';
import { extractFeatures, utterancesOf } from './data/extract-features.js';
import { epochMetrics } from './fit.js';
import type { FoldJob, FoldOutcome } from './fold-job.js';
import { argMax } from './held-out-scores.js';
import type { EpochRecord, History } from './history.js';
import { type Metrics, measure } from './metrics/measure.js';
import type { UtterancePrediction } from './metrics/utterance-prediction.js';
import type { TrainingRecipe } from './recipe.js';
import { runFold } from './run-fold.js';
import { runInWorkers } from './threads/run-in-workers.js';
import { workerSetup } from './threads/worker-setup.js';

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions {
  readonly corpus: Corpus;
  /** Name of a protocol of `@ser/datasets`, e.g. `loso`. */
  readonly protocol: string;
  readonly model: ModelSpec;
  /** Without normalisation: its statistics come from each fold's training part. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /** Seed of everything random: folds that are drawn, held-out speakers, weights, order, cuts, dropout. */
  readonly seed: number;
  /** Runs the first folds only; all by default. */
  readonly folds?: number;
  /** Passes over the training part instead of the recipe's. */
  readonly epochs?: number;
  /** Folds that are run at once, each in a worker; 1 by default: no workers. The result does not depend on it. */
  readonly threads?: number;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string;
  /** Features by utterance id, extracted before with the same front end; extracted here if absent. */
  readonly features?: ReadonlyMap<string, FeatureMatrix>;
  /** Whatever should be kept with the result: versions, machine, revision. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** All that a result follows from, as plain JSON. */
export interface RunConfig {
  readonly corpus: string;
  /** Whether results on the corpus mean anything; false for the synthetic one. */
  readonly benchmark: boolean;
  readonly protocol: string;
  readonly speakerIndependent: boolean;
  /** What has to be said wherever the result is shown. */
  readonly warning?: string;
  readonly model: ModelSpec;
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  readonly seed: number;
  /** The classes, in the order of all probabilities. */
  readonly labels: readonly Emotion[];
  readonly utterances: number;
  /** Folds that were run, of how many. */
  readonly folds: number;
  readonly foldsOfProtocol: number;
  /** True if folds were left out or epochs cut: a quick look, not a result of the protocol. */
  readonly partial: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One fold of a cross-validation. */
export interface FoldSummary {
  readonly name: string;
  /** Utterances of each part. */
  readonly train: number;
  readonly heldOut: number;
  readonly test: number;
  /** Training speakers that were held out for early stopping and calibration. */
  readonly heldOutSpeakers: readonly string[];
  /** Temperature fitted on them; 1 without any. */
  readonly temperature: number;
}

/** The outcome of a cross-validation. */
export interface CrossValidation {
  readonly config: RunConfig;
  readonly metrics: Metrics;
  readonly folds: readonly FoldSummary[];
  readonly predictions: readonly UtterancePrediction[];
  /** One history a fold. */
  readonly histories: readonly History[];
}

/**
 * Judges a recipe by a protocol: for each fold a network is trained on the training part alone and then predicts the
 * test part, once. Normalisation, early stopping and temperature come from training speakers.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, `INVALID_CORPUS` for a leak in the split, `ABORTED`
 *   through `signal`.
 * @example
 * const { metrics } = await crossValidate({ corpus, protocol: 'loso', model: { kind: 'lstm' }, frontEnd: DEFAULT_FRONT_END,
 *   training: TRAINING_DEFAULTS.lstm, seed: 1 });
 */
export async function crossValidate(options: CrossValidateOptions): Promise<CrossValidation> {
  const { corpus, protocol, frontEnd, seed, onProgress, signal } = options;
  const split = splitCorpus(corpus, protocol, { seed });
  const folds = limited(split.folds, options.folds);
  const training = { ...options.training, epochs: options.epochs ?? options.training.epochs };
  const features =
    options.features ??
    (await extractFeatures(corpus, createFrontEnd(frontEnd), {
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    }));
  const parts = folds.map((fold) => ({ fold, ...divide(corpus, fold, training, seed) }));
  const jobs = parts.map(
    ({ fold, train, heldOut }): FoldJob => ({
      model: options.model,
      classes: corpus.emotions.length,
      training,
      seed: new Random(seed).fork(`fold ${fold.name}`).uint32(),
      train: examplesOf(corpus, train, features),
      heldOut: examplesOf(corpus, heldOut, features),
      test: fold.test.map((id) => featuresOf(features, id)),
    }),
  );
  const outcomes = await runFolds(jobs, { names: folds.map(({ name }) => name), ...options });
  const predictions = folds.flatMap((fold, i) => predictionsOf(corpus, fold, outcomes[i]!));
  return {
    config: configOf(options, split, folds.length, training),
    metrics: measure(predictions, corpus.emotions),
    folds: parts.map(({ fold, train, heldOut, speakers }, i) => ({
      name: fold.name,
      train: train.length,
      heldOut: heldOut.length,
      test: fold.test.length,
      heldOutSpeakers: speakers,
      temperature: outcomes[i]!.temperature,
    })),
    predictions,
    histories: outcomes.map(({ history }) => history),
  };
}

function limited(folds: readonly Fold[], limit = folds.length): readonly Fold[] {
  if (!Number.isSafeInteger(limit) || limit < 1) throw invalidArgument('folds', limit, 'a positive integer');
  return folds.slice(0, limit);
}

/** Sets training speakers of a fold aside, as the recipe says. */
function divide(
  corpus: Corpus,
  fold: Fold,
  { heldOutSpeakers = 0 }: TrainingRecipe,
  seed: number,
): { train: readonly string[]; heldOut: readonly string[]; speakers: readonly string[] } {
  if (heldOutSpeakers === 0) return { train: fold.train, heldOut: [], speakers: [] };
  return holdOutSpeakers(corpus, fold.train, { count: heldOutSpeakers, seed });
}

async function runFolds(
  jobs: readonly FoldJob[],
  { names, corpus, model, onProgress, signal, ...options }: CrossValidateOptions & { names: readonly string[] },
): Promise<FoldOutcome[]> {
  const epochs = jobs[0]!.training.epochs;
  const progress = startProgress(`${corpus.name} ${model.kind}`, jobs.length * epochs, onProgress);
  const seen = jobs.map(() => 0);
  const onEpoch = (job: number, record: EpochRecord): void => {
    seen[job]! += 1;
    progress.advance({ metrics: { fold: job + 1, epoch: record.epoch, ...epochMetrics(record) } });
  };
  /** Counts the epochs that a fold did not need. */
  const settle = (job: number): void => {
    if (seen[job]! < epochs) progress.advance({ units: epochs - seen[job]!, metrics: { fold: job + 1 } });
  };
  const setup = workerSetup(options);
  if (setup && jobs.length > 1) {
    return runInWorkers('fold', jobs, {
      threads: options.threads!,
      setup,
      onEpoch,
      onDone: settle,
      ...(signal ? { signal } : {}),
    });
  }
  const outcomes: FoldOutcome[] = [];
  for (const [i, job] of jobs.entries()) {
    outcomes.push(await runFold(job, { onEpoch: (record) => onEpoch(i, record), ...(signal ? { signal } : {}) }));
    settle(i);
  }
  return outcomes;
}

function predictionsOf(corpus: Corpus, fold: Fold, { probabilities }: FoldOutcome): UtterancePrediction[] {
  return utterancesOf(corpus, fold.test).map(({ id, speaker, emotion }, i) => ({
    id,
    speaker,
    fold: fold.name,
    truth: emotion,
    predicted: corpus.emotions[argMax(probabilities[i]!)]!,
    probabilities: probabilities[i]!,
  }));
}

function configOf(
  { corpus, protocol, model, frontEnd, training: recipe, seed, environment }: CrossValidateOptions,
  split: Split,
  folds: number,
  training: TrainingRecipe,
): RunConfig {
  return {
    corpus: corpus.name,
    benchmark: corpus.benchmark,
    protocol,
    speakerIndependent: split.speakerIndependent,
    ...(split.warning === undefined ? {} : { warning: split.warning }),
    model,
    frontEnd,
    training,
    seed,
    labels: corpus.emotions,
    utterances: corpus.utterances.length,
    folds,
    foldsOfProtocol: split.folds.length,
    partial: folds < split.folds.length || training.epochs < recipe.epochs,
    ...(environment ? { environment } : {}),
  };
}
