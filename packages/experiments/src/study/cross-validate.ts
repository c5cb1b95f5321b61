import { invalidArgument, type ProgressListener, Random } from '@ser/core';
import { auditCorpus, type Corpus, type Fold, mostHeard, type Split, utterancesOf } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import type { ModelSpec, SerModel } from '@ser/models';
import {
  type AdaptationKind,
  type AugmentedVersions,
  argMax,
  type BuildNetwork,
  type CheckpointStore,
  checkAugmentation,
  checkRecipe,
  divideTraining,
  ENROLLMENT_CLIPS,
  examplesOf,
  type FoldJob,
  type FoldOutcome,
  featuresOf,
  initialWeightsOf,
  measure,
  type NamedFold,
  planAdaptation,
  runFolds,
  type TrainingRecipe,
  type UtterancePrediction,
  unrelatedInitial,
} from '@ser/training';
import { Run } from '../runs/run.js';
import { modelNameOf, type RunConfig } from '../runs/run-config.js';

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions {
  readonly corpus: Corpus;
  /** Folds of the corpus with their audit, from `splitCorpus`. */
  readonly split: Split;
  /** Features by utterance id, from `extractFeatures`, of the same front end. */
  readonly features: ReadonlyMap<string, FeatureMatrix>;
  /** The architecture; ignored where `network` is given. */
  readonly model?: ModelSpec | undefined;
  /**
   * Builds the network instead of `model`: input `[batch, frames, coeffs]`, output class probabilities `[batch, classes]`. It is
   * trained in this thread, for any value of `threads`. The result is named after the function.
   */
  readonly network?: BuildNetwork | undefined;
  /** Without normalization, whose statistics come from the training part of each fold. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /**
   * How features are adapted to each speaker, see `AdaptationKind`; `none` by default. The other kinds use clips of the
   * test speakers, without their labels, and need a protocol whose folds share no speakers.
   */
  readonly speakerAdaptation?: AdaptationKind | undefined;
  /** Number of neutral clips that each speaker is enrolled from; those of test speakers are not evaluated. 4 by default. */
  readonly enrollmentClips?: number | undefined;
  /**
   * Number of recipes, including this one, that have ever been evaluated on the folds of this protocol; not stated by default.
   * It warns readers of the result: the best of many recipes is partly luck. Use `study.select` to choose a recipe.
   */
  readonly candidates?: number | undefined;
  /** Seed of everything random: held-out speakers, enrollment clips, weights, order, window positions, dropout. */
  readonly seed: number;
  /** Runs the first folds only, or those with these names; all by default. */
  readonly folds?: number | readonly string[] | undefined;
  /** Number of epochs; that of the recipe by default. */
  readonly epochs?: number | undefined;
  /** Number of folds that are run at the same time, each in a worker; 1 by default: no workers. The result does not depend on it. */
  readonly threads?: number | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /**
   * Augmented versions, used for training examples only, see `Example`. Versions with babble, which is mixed from other clips
   * of the same speaker, need a protocol whose folds share no speakers.
   */
  readonly variants?: AugmentedVersions | undefined;
  /**
   * Model with the initial weights of each fold's network, see `trainModel`. By its card, it must have been trained on other
   * corpora, so that it was not trained on test speakers.
   */
  readonly initial?: SerModel | undefined;
  /**
   * Storage of states and outcomes of folds, under `fold <name>`. If it holds some, finished folds are not trained again and
   * the others resume, with the same result.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /** Versions, machine, revision: stored with the result. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Evaluates a recipe by cross-validation: for each fold, a network is trained on the training part alone and then predicts
 * the test part, once. Normalization, early stopping and temperature come from training speakers. `openStudy` makes
 * corpus, split and features and calls this function.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range and for an initial model that may have been trained on test
 *   speakers; `ABORTED` through `signal`.
 * @example
 * const features = await extractFeatures(corpus, DEFAULT_FRONT_END);
 * const split = splitCorpus(corpus, 'loso', { duplicates: findNearDuplicates(corpus, features) });
 * const run = await crossValidate({ corpus, split, features, model: { kind: 'lstm' }, frontEnd: DEFAULT_FRONT_END,
 *   training: TRAINING_DEFAULTS.lstm, seed: 1 });
 * run.metrics.uar.value; // 0.54
 */
export async function crossValidate(options: CrossValidateOptions): Promise<Run> {
  const { task, folds, resultOf } = planCrossValidation(options);
  return resultOf(await runFolds(folds, { ...options, task }));
}

/** A planned cross-validation. */
export interface CrossValidationPlan {
  /** Name of the task in progress events. */
  readonly task: string;
  readonly folds: readonly NamedFold[];
  /** Returns the result from the outcomes of the folds, in the order of the folds. */
  resultOf(outcomes: readonly FoldOutcome[]): Run;
}

/**
 * Checks the options of a cross-validation and plans its folds.
 *
 * @throws SerError as {@link crossValidate}.
 */
export function planCrossValidation(options: CrossValidateOptions): CrossValidationPlan {
  const { corpus, split, features, variants, frontEnd, candidates, seed, network } = options;
  const { speakerAdaptation = 'none', enrollmentClips = ENROLLMENT_CLIPS } = options;
  if (candidates !== undefined && !(Number.isSafeInteger(candidates) && candidates >= 1))
    throw invalidArgument('candidates', candidates, 'a positive integer');
  const model = modelOf(options);
  const initial = options.initial && unrelatedInitial(options.initial, corpus);
  const training = { ...options.training, epochs: options.epochs ?? options.training.epochs };
  checkRecipe(training, speakerAdaptation, frontEnd);
  checkAugmentation(variants?.augmentation, split);
  const adaptation = planAdaptation(corpus, split, chosenFolds(split.folds, options.folds), {
    kind: speakerAdaptation,
    enrollmentClips,
    seed,
  });
  const parts = adaptation.folds.map(({ name, ...fold }) => ({
    name,
    ...fold,
    ...divideTraining(corpus, fold.train, training, seed),
  }));
  const weights =
    options.initial &&
    initialWeightsOf(options.initial, { labels: corpus.emotions, frontEnd: createFrontEnd(frontEnd).config });
  const folds = parts.map((part, i): NamedFold => {
    const job: FoldJob = {
      network,
      model: network ? undefined : (model as ModelSpec),
      classes: corpus.emotions.length,
      training,
      subtractClipMean: frontEnd.subtractClipMean,
      seed: new Random(seed).fork(`fold ${part.name}`).uint32(),
      train: examplesOf(corpus, part.train, features, variants?.features),
      heldOut: examplesOf(corpus, part.heldOut, features),
      test: part.test.map((id) => featuresOf(features, id)),
      initial: weights,
      adaptation: adaptation.clipsOf(part, features),
    };
    return { key: `fold ${part.name}`, figures: { fold: i + 1 }, job };
  });
  const config: RunConfig = {
    corpus: corpus.name,
    benchmark: corpus.benchmark,
    protocol: split.protocol,
    speakerIndependent: split.speakerIndependent,
    warning: split.warning,
    labels: corpus.emotions,
    utterances: corpus.utterances.length,
    folds: parts.length,
    foldsOfProtocol: split.folds.length,
    limits: limitsOf(corpus, split),
    model,
    frontEnd,
    training,
    audioAugmentation: variants?.augmentation,
    initial,
    speakerAdaptation,
    enrollmentClips: speakerAdaptation === 'enrolled' ? enrollmentClips : undefined,
    candidates,
    seed,
    partial: parts.length < split.folds.length || training.epochs < options.training.epochs,
    environment: options.environment,
  };
  const resultOf = (outcomes: readonly FoldOutcome[]): Run => {
    const predictions = parts.flatMap((part, i) => predictionsOf(corpus, part, outcomes[i]!));
    const temperatures = new Map(parts.map(({ name }, i) => [name, outcomes[i]!.temperature]));
    return new Run({
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
      maps: mapsOf(outcomes),
    });
  };
  return { task: `${corpus.name} ${modelNameOf(config)}`, folds, resultOf };
}

/** Returns the map of each fold; undefined unless all have one. */
function mapsOf(outcomes: readonly FoldOutcome[]): Run['maps'] {
  const maps = outcomes.flatMap(({ map }) => map ?? []);
  return maps.length === outcomes.length ? maps : undefined;
}

/** Returns what the run cannot measure, one sentence each; undefined if there is nothing. */
function limitsOf(corpus: Corpus, split: Split): RunConfig['limits'] {
  const untrained = split.audit.findings.filter(({ kind }) => kind === 'untrained-emotion');
  const limits = [...auditCorpus(corpus), ...untrained].map(({ message }) => message);
  return limits.length > 0 ? limits : undefined;
}

/** Returns the model as the configuration of a run states it. */
function modelOf({ model, network }: CrossValidateOptions): RunConfig['model'] {
  if (network) return { kind: 'custom', name: network.name || 'network' };
  if (!model) throw invalidArgument('model', model, "a model such as { kind: 'cnn' } if network is not given");
  return model;
}

/** Returns the first folds, or those with these names. */
export function chosenFolds(folds: readonly Fold[], which: number | readonly string[] = folds.length): readonly Fold[] {
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
  return utterancesOf(corpus, fold.test).map(({ id, speaker, emotion, votes }, i) => ({
    id,
    speaker,
    fold: fold.name,
    truth: emotion,
    predicted: corpus.emotions[argMax(probabilities[i]!)]!,
    heard: votes && mostHeard(votes),
    probabilities: probabilities[i]!,
  }));
}
