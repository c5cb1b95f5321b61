import { type ProgressListener, SerError } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import { extractFeatures } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import {
  type CoefficientStatistics,
  describeEnrollment,
  fitNormalization,
  type ModelCard,
  type ModelEnrollment,
  type ModelSpec,
  SerModel,
} from '@ser/models';
import { type CheckpointStore, checkpointOf } from './checkpoint/checkpoint-store.js';
import { divideTraining } from './data/divide-training.js';
import { type Example, examplesOf } from './data/example.js';
import { countEpochs } from './fit/count-epochs.js';
import type { BuildNetwork } from './fit/training-part.js';
import { fitRejection } from './metrics/fit-rejection.js';
import type { History } from './metrics/history.js';
import { initialWeightsOf } from './network/initial-weights.js';
import type { NormalizationKind } from './recipe/normalization-kind.js';
import { checkRecipe } from './recipe/recipe.js';
import type { TrainingRecipe } from './recipe/training-schema.js';
import { describeAugmentation, type Variants } from './recipe/variants.js';
import { adaptSpeakers } from './speakers/adapt-speakers.js';
import { corporaOf } from './speakers/initial-model.js';
import { leftOutOf } from './speakers/left-out-speakers.js';
import { ENROLLMENT_CLIPS, trainingKnowledge } from './speakers/speaker-knowledge.js';
import { trainNetwork } from './train-network.js';

/** What the run is called in a checkpoint store. */
const KEY = 'model';

/** Options of {@link trainModel}. */
export interface TrainModelOptions {
  readonly corpus: Corpus;
  /** Utterances to train on; all by default. */
  readonly ids?: readonly string[] | undefined;
  readonly model: ModelSpec;
  /** Builds the network instead of `model`; the model is then named after the function. */
  readonly network?: BuildNetwork | undefined;
  /** Without normalization: its statistics come from the examples trained on. */
  readonly frontEnd: FrontEndConfig;
  readonly training: TrainingRecipe;
  /**
   * Which statistics features are normalized by, see {@link NormalizationKind}; `plain` by default. With the other kinds
   * the model expects speakers that it gets to know by `enrollSpeaker`, as it knew its training speakers, and predicts for
   * them what `crossValidate` measures.
   */
  readonly normalization?: NormalizationKind | undefined;
  /** Neutral clips that each training speaker is enrolled by with `normalization: 'enrolled'`; 4 by default. */
  readonly enrollmentClips?: number | undefined;
  /** Seed of everything random: held-out speakers, enrollment clips, weights, order, cuts, dropout. */
  readonly seed: number;
  /** Workers that share each batch; 1 by default. Needs `training.shards` above 1. The result does not depend on it. */
  readonly threads?: number | undefined;
  /** Where a browser's workers find the files of tfjs-backend-wasm, see `startBackend`. */
  readonly wasmFolder?: string | undefined;
  /** Features by utterance id, extracted before with the same front end; extracted here if absent. */
  readonly features?: ReadonlyMap<string, FeatureMatrix> | undefined;
  /** Altered copies of the utterances; used for those trained on, see `Example`. */
  readonly variants?: Variants | undefined;
  /**
   * A model to begin with instead of random weights, of the same architecture and front end. Its output layer is kept
   * if it has the labels of the corpus; normalization is that of the utterances trained on here.
   */
  readonly initial?: SerModel | undefined;
  /**
   * Where the state of the run is kept, under the key `model`; the run goes on from a state that is found there. Its
   * final weights are those of a run without interruption, bit for bit.
   */
  readonly checkpoints?: CheckpointStore | undefined;
  /** What the model's card should say beyond what is known here. */
  readonly card?: Partial<ModelCard> | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A trained model and how it came about. */
export interface TrainedModel {
  readonly model: SerModel;
  readonly history: History;
  /** Training speakers that were held out for early stopping and calibration. */
  readonly heldOutSpeakers: readonly string[];
}

/**
 * Trains a model to be used: on all given utterances, save those of the speakers that the recipe holds out.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, `INVALID_CORPUS` for speakers to be enrolled of whom there are
 *   too few neutral clips, `ABORTED` through `signal`.
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainedModel> {
  const { corpus, network: build, model, training, seed, checkpoints, onProgress, signal } = options;
  const { normalization: kind = 'plain', enrollmentClips = ENROLLMENT_CLIPS } = options;
  const ids = options.ids ?? corpus.utterances.map(({ id }) => id);
  if (ids.length === 0) throw new SerError('INVALID_ARGUMENT', 'ids must be a non-empty list');
  checkRecipe(training, kind, options.frontEnd);
  const frontEnd = createFrontEnd(options.frontEnd);
  const part = divideTraining(corpus, ids, training, seed);
  // Speakers who cannot be enrolled are refused before features are extracted.
  const knownSpeakers = trainingKnowledge(corpus, ids, { kind, enrollmentClips, seed });
  const watch = signal ? { signal } : {};
  const features = options.features ?? (await extractFeatures(corpus, options.frontEnd, { ids, signal, onProgress }));
  const known = knownSpeakers(features);
  const plain = {
    train: examplesOf(corpus, part.train, features, options.variants?.features),
    heldOut: examplesOf(corpus, part.heldOut, features),
  };
  const { enrollment, ...examples } = known ? adaptSpeakers(plain, known) : { ...plain, enrollment: undefined };
  const resume = await checkpoints?.load(KEY);
  const task = `${corpus.name} ${kindOf(options)}`;
  const [counter] = countEpochs(task, training.epochs, [{ restored: resume?.epoch ?? 0 }], onProgress);
  const { network, normalization, history, temperature } = await trainNetwork(
    {
      model,
      network: build,
      classes: corpus.emotions.length,
      training,
      seed,
      subtractClipMean: options.frontEnd.subtractClipMean,
      ...examples,
      ...(options.initial
        ? { initial: initialWeightsOf(options.initial, { labels: corpus.emotions, frontEnd: frontEnd.config }) }
        : {}),
      ...(resume ? { resume } : {}),
    },
    {
      ...watch,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.wasmFolder === undefined ? {} : { wasmFolder: options.wasmFolder }),
      ...(checkpoints ? { checkpoint: checkpointOf(checkpoints, KEY) } : {}),
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
  return {
    model: new SerModel({
      network,
      frontEnd: normalization ? frontEnd.withNormalization(normalization) : frontEnd,
      labels: corpus.emotions,
      window: training.window,
      temperature,
      rejection,
      ...(enrollment ? { enrollment } : neutralOf(corpus, plain.train)),
      card: cardOf(options, part.train.length, enrollment),
    }),
    history,
    heldOutSpeakers: part.speakers,
  };
}

/** Statistics of neutral clips of strangers, if there are any: what those of a speaker are to be compared with. */
function neutralOf({ emotions }: Corpus, train: readonly Example[]): { neutral?: CoefficientStatistics } {
  const neutral = train.filter(({ label }) => emotions[label] === 'neutral');
  return neutral.length === 0 ? {} : { neutral: fitNormalization(neutral.map(({ features }) => features)) };
}

/** The name of the architecture, or of the function that builds the network. */
const kindOf = ({ model, network }: TrainModelOptions): string => network?.name || model.kind;

/** What a trained model says of itself, its past included. */
function cardOf(options: TrainModelOptions, utterances: number, enrollment: ModelEnrollment | undefined): ModelCard {
  const { corpus, ids, seed, variants, initial, card } = options;
  const kind = kindOf(options);
  const license = `see the license of the corpus: ${corpus.license}`;
  const past = initial ? [`Fine-tuned from ${initial.card.name}.`] : [];
  const { augmentation } = variants ?? {};
  const sound = augmentation
    ? [`Trained with ${describeAugmentation(augmentation)}: ${JSON.stringify(augmentation)}`]
    : [];
  const speakers = enrollment
    ? [
        `Expects speakers that it knows by ${describeEnrollment(enrollment)}; strangers are normalized by the statistics of all.`,
      ]
    : [];
  const leftOut = leftOutOf(corpus, ids, initial?.card);
  const notes = [...speakers, ...past, ...sound, ...(card?.notes ?? [])];
  const suffix = enrollment ? `-${enrollment.kind}` : '';
  return {
    name: `${corpus.name}-${kind}${suffix}`,
    description: `${kind.toUpperCase()} trained on ${utterances} utterances of ${corpus.title}`,
    corpora: [...new Set([...(initial?.card.corpora ?? []), ...corporaOf(corpus)])],
    ...(leftOut.length > 0 ? { leftOut } : {}),
    license: initial ? `${license}; and of ${initial.card.name}: ${initial.card.license}` : license,
    trainedAt: new Date().toISOString(),
    seed,
    ...card,
    ...(notes.length > 0 ? { notes } : {}),
  };
}
