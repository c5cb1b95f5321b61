import { invalidArgument, type ProgressListener, Random } from '@ser/core';
import {
  type Corpus,
  extractFeatures,
  type Fold,
  findNearDuplicates,
  type Split,
  splitCorpus,
  utterancesOf,
} from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import type { ModelSpec, SerModel } from '@ser/models';
import type {
  CheckpointStore,
  FoldJob,
  FoldOutcome,
  History,
  NormalizationKind,
  UtterancePrediction,
} from '@ser/training';
import {
  argMax,
  checkAugmentation,
  checkRecipe,
  divideTraining,
  ENROLLMENT_CLIPS,
  examplesOf,
  featuresOf,
  initialWeightsOf,
  type Metrics,
  measure,
  type NamedFold,
  runFolds,
  speakerKnowledge,
  type TrainingRecipe,
  unrelatedInitial,
  type Variants,
} from '@ser/training';
import type { RunConfig } from '../runs/run-config.js';

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions {
  readonly corpus: Corpus;
  /** Name of a protocol of `@ser/datasets`, e.g. `loso`. */
  readonly protocol: string;
  readonly model: ModelSpec;
  /** Without normalization: its statistics come from each fold's training part. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /**
   * Which statistics features are normalized by; `plain` by default. The other kinds know something of the test speakers
   * beforehand, see {@link NormalizationKind}, and need a protocol whose folds share no speakers.
   */
  readonly normalization?: NormalizationKind;
  /** Neutral clips that each speaker is enrolled by; those of test speakers are not judged. 4 by default. */
  readonly enrollmentClips?: number;
  /**
   * How many recipes, this one included, have ever been judged on the outer folds of this protocol; not said by default.
   * It is for the reader of the result: the best of many is too good. Choose by `selectRecipe` instead.
   */
  readonly candidates?: number;
  /** Seed of everything random: folds that are drawn, held-out speakers, weights, order, cuts, dropout. */
  readonly seed: number;
  /** Runs the first folds only, or those of these names; all by default. */
  readonly folds?: number | readonly string[];
  /** Passes over the training part instead of the recipe's. */
  readonly epochs?: number;
  /** Folds that are run at once, each in a worker; 1 by default: no workers. The result does not depend on it. */
  readonly threads?: number;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string;
  /** Features by utterance id, extracted before with the same front end; extracted here if absent. */
  readonly features?: ReadonlyMap<string, FeatureMatrix>;
  /**
   * Altered copies. They are used where an utterance is trained on, see `Example`, never where it is held out or tested.
   * Those with babble, which is mixed from other clips of the same speaker, need a protocol whose folds share no speakers.
   */
  readonly variants?: Variants;
  /**
   * A model that each fold's network begins with instead of random weights, see `trainModel`. It must have learnt from
   * other corpora, as its card says, so that it cannot know the test speakers.
   */
  readonly initial?: SerModel;
  /**
   * Where states and outcomes of folds are kept, under `fold <name>`: with a store that has some, folds that have ended
   * are not trained again and the others go on, to the same result.
   */
  readonly checkpoints?: CheckpointStore;
  /** Whatever should be kept with the result: versions, machine, revision. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
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
 * test part, once. Normalization, early stopping and temperature come from training speakers.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range and for an initial model that may know the test speakers,
 *   `INVALID_CORPUS` for a leak in the split (near-identical
 *   recordings across parts, found by their features, included), `ABORTED`
 *   through `signal`.
 * @example
 * const { metrics } = await crossValidate({ corpus, protocol: 'loso', model: { kind: 'lstm' }, frontEnd: DEFAULT_FRONT_END,
 *   training: TRAINING_DEFAULTS.lstm, seed: 1 });
 */
export async function crossValidate(options: CrossValidateOptions): Promise<CrossValidation> {
  const { task, folds, resultOf } = await planCrossValidation(options);
  return resultOf(await runFolds(folds, { ...options, task }));
}

/** A cross-validation that is ready to be trained. */
export interface CrossValidationPlan {
  /** Name of the task in progress events. */
  readonly task: string;
  /** Features by utterance id. */
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  readonly folds: readonly NamedFold[];
  /** The result that follows from the outcomes of the folds, in their order. */
  resultOf(outcomes: readonly FoldOutcome[]): CrossValidation;
}

/**
 * Checks the options of a cross-validation and divides its corpus.
 *
 * @param divided its folds by the protocol, where they were made before.
 * @throws SerError as {@link crossValidate}.
 */
export async function planCrossValidation(
  options: CrossValidateOptions,
  divided?: Split,
): Promise<CrossValidationPlan> {
  const { corpus, protocol, frontEnd, seed, onProgress, signal } = options;
  const { normalization: kind = 'plain', enrollmentClips = ENROLLMENT_CLIPS, candidates } = options;
  if (candidates !== undefined && !(Number.isSafeInteger(candidates) && candidates >= 1)) {
    throw invalidArgument('candidates', candidates, 'a positive integer');
  }
  const initial = options.initial && unrelatedInitial(options.initial, corpus);
  const training = { ...options.training, epochs: options.epochs ?? options.training.epochs };
  checkRecipe(training, kind, frontEnd);
  // What the protocol itself refuses is refused before features are extracted.
  const outline = divided ?? splitCorpus(corpus, protocol, { seed });
  checkAugmentation(options.variants?.augmentation, outline);
  for (const { train } of outline.folds) divideTraining(corpus, train, training, seed);
  const features =
    options.features ??
    (await extractFeatures(corpus, frontEnd, {
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    }));
  const split = divided ?? splitCorpus(corpus, protocol, { seed, duplicates: findNearDuplicates(corpus, features) });
  const knowledge = speakerKnowledge(corpus, split, limited(split.folds, options.folds), {
    kind,
    enrollmentClips,
    seed,
  });
  const parts = knowledge.folds.map(({ name, ...fold }) => ({
    name,
    ...fold,
    ...divideTraining(corpus, fold.train, training, seed),
  }));
  const weights =
    options.initial &&
    initialWeightsOf(options.initial, { labels: corpus.emotions, frontEnd: createFrontEnd(frontEnd).config });
  const folds = parts.map((part, i): NamedFold => {
    const known = knowledge.known(part, features);
    const job: FoldJob = {
      model: options.model,
      classes: corpus.emotions.length,
      training,
      subtractClipMean: frontEnd.subtractClipMean,
      seed: new Random(seed).fork(`fold ${part.name}`).uint32(),
      train: examplesOf(corpus, part.train, features, options.variants?.features),
      heldOut: examplesOf(corpus, part.heldOut, features),
      test: part.test.map((id) => featuresOf(features, id)),
      ...(weights ? { initial: weights } : {}),
      ...(known ? { known } : {}),
    };
    return { key: `fold ${part.name}`, figures: { fold: i + 1 }, job };
  });
  const config: RunConfig = {
    ...aboutSplit(corpus, split, parts.length),
    model: options.model,
    frontEnd,
    training,
    ...(options.variants ? { augmentation: options.variants.augmentation } : {}),
    ...(initial ? { initial } : {}),
    normalization: kind,
    ...(kind === 'enrolled' ? { enrollmentClips } : {}),
    ...(candidates === undefined ? {} : { candidates }),
    seed,
    partial: parts.length < split.folds.length || training.epochs < options.training.epochs,
    ...(options.environment ? { environment: options.environment } : {}),
  };
  const resultOf = (outcomes: readonly FoldOutcome[]): CrossValidation => {
    const predictions = parts.flatMap((part, i) => predictionsOf(corpus, part, outcomes[i]!));
    const temperatures = new Map(parts.map(({ name }, i) => [name, outcomes[i]!.temperature]));
    return {
      config,
      metrics: measure(predictions, corpus.emotions, { temperatures }),
      folds: parts.map(({ name, train, heldOut, test, speakers }) => ({
        name,
        train: train.length,
        heldOut: heldOut.length,
        test: test.length,
        heldOutSpeakers: speakers,
        temperature: temperatures.get(name)!,
      })),
      predictions,
      histories: outcomes.map(({ history }) => history),
    };
  };
  return { task: `${corpus.name} ${options.model.kind}`, features, folds, resultOf };
}

function limited(folds: readonly Fold[], which: number | readonly string[] = folds.length): readonly Fold[] {
  if (typeof which === 'number') {
    if (!Number.isSafeInteger(which) || which < 1) throw invalidArgument('folds', which, 'a positive integer');
    return folds.slice(0, which);
  }
  const unknown = which.find((name) => folds.every((fold) => fold.name !== name));
  if (unknown !== undefined || which.length === 0) {
    throw invalidArgument('folds', unknown ?? which, `names of folds: ${folds.map(({ name }) => name).join(', ')}`);
  }
  return folds.filter(({ name }) => which.includes(name));
}

function predictionsOf(
  corpus: Corpus,
  fold: Pick<Fold, 'name' | 'test'>,
  { probabilities }: FoldOutcome,
): UtterancePrediction[] {
  return utterancesOf(corpus, fold.test).map(({ id, speaker, emotion }, i) => ({
    id,
    speaker,
    fold: fold.name,
    truth: emotion,
    predicted: corpus.emotions[argMax(probabilities[i]!)]!,
    probabilities: probabilities[i]!,
  }));
}

/** What a result says of its corpus and split. */
function aboutSplit(
  corpus: Corpus,
  split: Split,
  folds: number,
): Pick<
  RunConfig,
  | 'corpus'
  | 'benchmark'
  | 'protocol'
  | 'speakerIndependent'
  | 'warning'
  | 'labels'
  | 'utterances'
  | 'folds'
  | 'foldsOfProtocol'
> {
  return {
    corpus: corpus.name,
    benchmark: corpus.benchmark,
    protocol: split.protocol,
    speakerIndependent: split.speakerIndependent,
    ...(split.warning === undefined ? {} : { warning: split.warning }),
    labels: corpus.emotions,
    utterances: corpus.utterances.length,
    folds,
    foldsOfProtocol: split.folds.length,
  };
}
