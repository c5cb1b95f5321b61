import { invalidArgument, type ProgressListener } from '@ser/core';
import { type Corpus, extractFeatures } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import {
  type CoefficientStatistics,
  describeEnrollment,
  fitNormalization,
  type ModelCard,
  type ModelEnrollment,
  type ModelSpec,
  meanScores,
  predictProbabilities,
  SerModel,
} from '@ser/models';
import { type CheckpointStore, checkpointOf } from './checkpoint/checkpoint-store.js';
import { backendNote } from './checkpoint/run-state.js';
import { divideTraining } from './data/divide-training.js';
import { type Example, examplesOf } from './data/example.js';
import { countEpochs } from './fit/count-epochs.js';
import type { BuildNetwork } from './fit/training-part.js';
import { fitRejection } from './metrics/confidence/fit-rejection.js';
import type { History } from './metrics/history.js';
import { initialWeightsOf } from './network/initial-weights.js';
import type { AdaptationKind } from './recipe/adaptation-kind.js';
import { type AugmentedVersions, describeAugmentation } from './recipe/augmented-versions.js';
import { checkRecipe } from './recipe/recipe.js';
import type { TrainingRecipe } from './recipe/training-schema.js';
import { adaptSpeakers } from './speakers/adapt-speakers.js';
import { corporaOf } from './speakers/initial-model.js';
import { leftOutOf } from './speakers/left-out-speakers.js';
import { ENROLLMENT_CLIPS, planTrainingAdaptation } from './speakers/plan-adaptation.js';
import { trainNetwork } from './train-network.js';

/** Key of the run in a checkpoint store. */
const KEY = 'model';

/** Options of {@link trainModel}. */
export interface TrainModelOptions {
  readonly corpus: Corpus;
  /** Utterances to train on; all by default. */
  readonly ids?: readonly string[] | undefined;
  readonly model: ModelSpec;
  /** Builds the network instead of `model`; the model is then named after the function. */
  readonly network?: BuildNetwork | undefined;
  /** Without normalization, whose statistics come from the training examples. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /**
   * How features are adapted to each speaker, see {@link AdaptationKind}; `none` by default. With the other kinds, the model
   * expects a profile of each speaker from `enrollSpeaker`, and then predicts what `crossValidate` measures.
   */
  readonly speakerAdaptation?: AdaptationKind | undefined;
  /** Number of neutral clips that each training speaker is enrolled from; for `speakerAdaptation: 'enrolled'`. 4 by default. */
  readonly enrollmentClips?: number | undefined;
  /** Seed of everything random: held-out speakers, enrollment clips, weights, order, window positions, dropout. */
  readonly seed: number;
  /** Number of workers that share each batch; 1 by default. More need `training.shards` above 1. The result does not depend on it. */
  readonly threads?: number | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Features by utterance id, from the same front end; extracted here if absent. */
  readonly features?: ReadonlyMap<string, FeatureMatrix> | undefined;
  /** Augmented versions of the utterances, used for training examples only, see `Example`. */
  readonly variants?: AugmentedVersions | undefined;
  /**
   * Model with the initial weights, of the same architecture and front end. Its output layer is used if it has the labels of
   * the corpus. Normalization is that of the training examples. Default: random weights.
   */
  readonly initial?: SerModel | undefined;
  /**
   * Storage of the state of the run, under the key `model`. If it holds a state, the run resumes from it, and ends with the
   * weights of an uninterrupted run, bit for bit.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /** Further fields of the model card. */
  readonly card?: Partial<ModelCard> | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A trained model with its history. */
export interface TrainedModel {
  readonly model: SerModel;
  readonly history: History;
  /** Training speakers that were held out for early stopping and calibration. */
  readonly heldOutSpeakers: readonly string[];
}

/**
 * Trains a model on all given utterances, except those of the speakers that the recipe holds out.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range; `INVALID_CORPUS` if a speaker has too few neutral clips for
 *   enrollment; `ABORTED` through `signal`.
 * @example
 * const { model, history } = await trainModel({
 *   ...{ corpus, model: { kind: 'cnn' }, frontEnd: DEFAULT_FRONT_END, training: TRAINING_DEFAULTS.cnn, seed: 1 },
 * });
 * history.epochs.length; // 100
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainedModel> {
  const { corpus, network: build, model, training, seed, checkpoints, onProgress, signal } = options;
  const { speakerAdaptation: kind = 'none', enrollmentClips = ENROLLMENT_CLIPS, threads, wasmFolder } = options;
  const ids = options.ids ?? corpus.utterances.map(({ id }) => id);
  if (ids.length === 0) throw invalidArgument('ids', ids, 'a non-empty list');
  checkRecipe(training, kind, options.frontEnd);
  const frontEnd = createFrontEnd(options.frontEnd);
  const part = divideTraining(corpus, ids, training, seed);
  // Refuses speakers that cannot be enrolled before features are extracted.
  const adaptationOf = planTrainingAdaptation(corpus, ids, { kind, enrollmentClips, seed });
  const features = options.features ?? (await extractFeatures(corpus, options.frontEnd, { ids, signal, onProgress }));
  const adaptation = adaptationOf(features);
  const plain = {
    train: examplesOf(corpus, part.train, features, options.variants?.features),
    heldOut: examplesOf(corpus, part.heldOut, features),
  };
  const { enrollment, ...examples } = adaptation
    ? adaptSpeakers(plain, adaptation)
    : { ...plain, enrollment: undefined };
  const resume = await checkpoints?.load(KEY);
  const task = `${corpus.name} ${kindOf(options)}`;
  const run = { restored: resume?.epoch ?? 0, note: resume && backendNote(resume) };
  const [counter] = countEpochs(task, training.epochs, [run], onProgress);
  const { network, normalization, history, temperature } = await trainNetwork(
    {
      model,
      network: build,
      classes: corpus.emotions.length,
      training,
      seed,
      subtractClipMean: options.frontEnd.subtractClipMean,
      ...examples,
      initial:
        options.initial && initialWeightsOf(options.initial, { labels: corpus.emotions, frontEnd: frontEnd.config }),
      resume,
    },
    {
      ...{ signal, threads, wasmFolder },
      checkpoint: checkpoints && checkpointOf(checkpoints, KEY),
      onEpoch: counter!.onEpoch,
      onStep: counter!.onStep,
    },
  );
  counter!.end();
  const rejection =
    training.coverage === undefined
      ? undefined
      : fitRejection({
          network,
          window: training.window,
          normalization,
          temperature,
          ...examples,
          classes: corpus.emotions.length,
          coverage: training.coverage,
        });
  const heldOutNeutral = neutralIn(corpus, examples.heldOut);
  // Clips without their means have no statistics left that differ from speaker to speaker: the answers are compared instead.
  const comparesScores = options.frontEnd.subtractClipMean === true && !enrollment && heldOutNeutral.length > 0;
  return {
    model: new SerModel({
      network,
      frontEnd: normalization ? frontEnd.withNormalization(normalization) : frontEnd,
      labels: corpus.emotions,
      window: training.window,
      temperature,
      rejection,
      enrollment,
      neutral: enrollment ? undefined : statisticsOf(neutralIn(corpus, plain.train)),
      neutralScores: comparesScores
        ? meanScores(predictProbabilities(network, heldOutNeutral, { window: training.window, normalization }))
        : undefined,
      card: cardOf(options, part.train.length, enrollment),
    }),
    history,
    heldOutSpeakers: part.speakers,
  };
}

/** Returns the features of the neutral clips, which enrollment compares those of a speaker with. */
const neutralIn = ({ emotions }: Corpus, examples: readonly Example[]): FeatureMatrix[] =>
  examples.filter(({ label }) => emotions[label] === 'neutral').map(({ features }) => features);

const statisticsOf = (features: readonly FeatureMatrix[]): CoefficientStatistics | undefined =>
  features.length === 0 ? undefined : fitNormalization(features);

/** Returns the name of the architecture, or of the function that builds the network. */
const kindOf = ({ model, network }: TrainModelOptions): string => network?.name || model.kind;

/** Returns the card of a trained model, including that of its initial model. */
function cardOf(options: TrainModelOptions, utterances: number, enrollment: ModelEnrollment | undefined): ModelCard {
  const { corpus, ids, seed, variants, initial, card } = options;
  const kind = kindOf(options);
  const license = `see the license of the corpus: ${corpus.license}`;
  const { augmentation } = variants ?? {};
  const leftOut = leftOutOf(corpus, ids, initial?.card);
  const notes = [
    enrollment &&
      `Expects speakers that are enrolled from ${describeEnrollment(enrollment)}; features of other speakers are normalized with the statistics of all training speakers.`,
    initial && `Fine-tuned from ${initial.card.name}.`,
    augmentation && `Trained with ${describeAugmentation(augmentation)}: ${JSON.stringify(augmentation)}`,
    ...(card?.notes ?? []),
  ].filter((note) => note !== undefined);
  const suffix = enrollment ? `-${enrollment.kind}` : '';
  return {
    name: `${corpus.name}-${kind}${suffix}`,
    description: `${kind.toUpperCase()} trained on ${utterances} utterances of ${corpus.title}`,
    corpora: [...new Set([...(initial?.card.corpora ?? []), ...corporaOf(corpus)])],
    leftOut: leftOut.length > 0 ? leftOut : undefined,
    license: initial ? `${license}; and of ${initial.card.name}: ${initial.card.license}` : license,
    trainedAt: new Date().toISOString(),
    seed,
    ...card,
    notes: notes.length > 0 ? notes : undefined,
  };
}
