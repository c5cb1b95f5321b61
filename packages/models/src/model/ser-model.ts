import {
  type Emotion,
  invalidArgument,
  printable,
  Random,
  runAtOnce,
  SerError,
  type Steps,
  type TimeLimit,
} from '@ser/core';
import { checkFields } from '@ser/core/schema';
import { createFrontEnd, type Encoder, type FeatureMatrix, type FrontEnd, type Signal } from '@ser/dsp';
import { type InferencePass, inferencePass } from '@ser/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireBackend } from '../backend/start-backend.js';
import { weightsChecksum } from '../model-file/checksum.js';
import type { ModelFile } from '../model-file/folders/model-folder.js';
import type { ModelCard } from '../model-file/model-card.js';
import { encodeModelFiles } from '../model-file/model-file.js';
import { modelHandler } from '../model-file/model-handler.js';
import { parseModelMetadata } from '../model-file/model-metadata.js';
import { type Precision, quantizeWeights } from '../model-file/quantize-weights.js';
import { restoreNetwork } from '../model-file/restore-network.js';
import { withEmbedding } from '../predict/embedding.js';
import { attributions } from '../predict/explain.js';
import { applyTemperature, type Explanation, type Prediction, rankProbabilities } from '../predict/prediction.js';
import { checkRejection, type Rejection, rejectionSchema, uncertaintyOf } from '../predict/rejection.js';
import type { WindowSpec } from '../predict/windows.js';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import { checkModelEnrollment, type ModelEnrollment, requireCoefficients } from '../speakers/model-enrollment.js';
import { shiftScores } from '../speakers/score-shift.js';
import { type AdaptedSpeaker, adaptedTo } from '../speakers/speaker-profile.js';
import { type Answers, answerSteps } from './answer-steps.js';
import { checkParts, metadataOf, type SerModelParts } from './model-parts.js';
import type { PredictOptions, Predictor } from './predictor.js';

/** Options of {@link SerModel.save}. */
export interface SaveOptions {
  /** Precision of the weights in the file; `float32` (default) keeps them as they are. */
  readonly precision?: Precision | undefined;
}

/** Clips whose features are kept before they pass through the network. */
const CLIPS = 64;

/** Networks whose weights are freed. */
const disposed = new WeakSet<LayersModel>();

/** The passes of each network, which models that are made of each other share. */
const passes = new WeakMap<LayersModel, InferencePass[]>();

function disposeNetwork(network: LayersModel): void {
  disposed.add(network);
  for (const pass of passes.get(network) ?? []) pass.dispose();
  network.dispose();
}

/**
 * The deployable unit: a network with everything that its predictions need – the front end, the labels, the window, the
 * calibration, the enrollment of speakers – and its card.
 *
 * @example
 * await startBackend();
 * const model = await SerModel.load('models/emodb-lstm');
 * model.predict({ samples, sampleRate: 48_000 }); // { label: 'happy', confidence: 0.81, probabilities: [...] }
 */
export class SerModel implements Predictor {
  readonly network: LayersModel;
  readonly frontEnd: FrontEnd;
  readonly labels: readonly Emotion[];
  readonly window: WindowSpec;
  readonly temperature: number;
  /** How training speakers were enrolled, as `enrollSpeaker` enrolls others; undefined if they were not. */
  readonly enrollment: ModelEnrollment | undefined;
  /** Statistics that `enrollSpeaker` compares a speaker's neutral clips with, if training speakers were not enrolled. */
  readonly neutral: CoefficientStatistics | undefined;
  /** Scores that `enrollSpeaker` compares a speaker's neutral clips with, if the front end subtracts the mean of each clip. */
  readonly neutralScores: readonly number[] | undefined;
  /** When the model declines to answer; undefined: never. */
  readonly rejection: Rejection | undefined;
  readonly card: ModelCard;
  /** Gives probabilities and, for models that measure the distance from their training data, embeddings. */
  readonly #pass: InferencePass;

  /** @throws SerError `INVALID_ARGUMENT` if network, front end, window, labels and enrollment do not fit together. */
  constructor(parts: SerModelParts) {
    checkParts(parts);
    this.network = parts.network;
    this.frontEnd = parts.frontEnd;
    this.labels = [...parts.labels];
    this.window = { ...parts.window };
    this.temperature = parts.temperature ?? 1;
    this.enrollment = parts.enrollment && checkModelEnrollment(parts.enrollment, parts.frontEnd);
    this.neutral = parts.neutral;
    this.neutralScores = parts.neutralScores;
    if (this.neutral) requireCoefficients('neutral', this.neutral, parts.frontEnd.coeffs);
    this.rejection = parts.rejection && checkFields(rejectionSchema, parts.rejection, { name: 'rejection' });
    const embedding = this.rejection?.distance && withEmbedding(parts.network);
    if (embedding) checkRejection(this.rejection!, this.labels.length, embedding.outputs[1]!.shape[1] ?? undefined);
    this.#pass = inferencePass(embedding ?? parts.network);
    passes.set(parts.network, [...(passes.get(parts.network) ?? []), this.#pass]);
    this.card = parts.card;
  }

  /** This model, as a list of one. */
  get members(): readonly SerModel[] {
    return [this];
  }

  /**
   * Returns the emotion of a clip of any duration and sample rate; the front end resamples it.
   *
   * @throws SerError `INVALID_ARGUMENT` for the profile of another model, and after `dispose`.
   */
  predict(audio: Signal, options: PredictOptions = {}): Prediction {
    return this.predictMany([audio], options)[0]!;
  }

  /**
   * Does the work of {@link SerModel.predict} in steps of some milliseconds, with the same bits.
   *
   * @throws SerError as `predict`, when a step is taken.
   * @example
   * await runInTurns(model.predictSteps(audio), { signal });
   */
  *predictSteps(audio: Signal, { speaker, explain = false }: PredictOptions = {}): Steps<Prediction> {
    this.#requireWeights();
    const listener: AdaptedSpeaker = speaker ? adaptedTo(this, speaker) : this;
    const features = yield* listener.frontEnd.extractSteps(audio);
    yield;
    const [prediction] = yield* this.#predictionSteps([features], explain, listener.scoreShift);
    return prediction!;
  }

  /**
   * Returns the emotion of each clip, as {@link SerModel.predict} does, with many clips passing through the network at
   * once.
   *
   * @throws SerError as `predict`.
   * @example
   * model.predictMany([first, second]).map(({ label }) => label); // ['happy', 'sad']
   */
  predictMany(clips: Iterable<Signal>, { speaker, explain = false }: PredictOptions = {}): Prediction[] {
    this.#requireWeights();
    const { frontEnd, scoreShift }: AdaptedSpeaker = speaker ? adaptedTo(this, speaker) : this;
    const predictions: Prediction[] = [];
    let features: FeatureMatrix[] = [];
    for (const clip of clips) {
      features.push(frontEnd.extract(clip));
      if (features.length < CLIPS) continue;
      predictions.push(...this.#predictFeatures(features, explain, scoreShift));
      features = [];
    }
    predictions.push(...this.#predictFeatures(features, explain, scoreShift));
    return predictions;
  }

  /**
   * Returns the emotion of a clip by features that this model's front end made.
   *
   * @param matrix features [frames, coeffs] of one clip.
   */
  predictFeatures(matrix: FeatureMatrix): Prediction {
    return this.#predictFeatures([matrix])[0]!;
  }

  /**
   * Returns the probabilities of a clip before calibration, in the order of `labels`: the mean of the network's output
   * over the windows of the clip.
   *
   * @param matrix features [frames, coeffs] of one clip.
   * @throws SerError `INVALID_ARGUMENT` for features of another front end or that are not finite; `INVALID_MODEL` if the
   *   network's answers are not probabilities.
   */
  uncalibratedProbabilities(matrix: FeatureMatrix): number[] {
    return runAtOnce(this.#answerSteps([matrix])).probabilities[0]!;
  }

  /**
   * Predicts noise, as every model does once when it is loaded.
   *
   * @throws SerError `INVALID_MODEL` if the network's answers are not probabilities, e.g. for want of a softmax.
   */
  tryOnce(): void {
    const { frames } = this.window;
    const { coeffs } = this.frontEnd;
    const random = new Random(0);
    const data = Float32Array.from({ length: frames * coeffs }, () => random.uniform(-1, 1));
    this.uncalibratedProbabilities({ data, frames, coeffs });
  }

  /** Returns the same model with other limits of what it answers; network and front end are shared. */
  withRejection(rejection: Rejection | undefined): SerModel {
    return new SerModel({ ...this.#parts(), rejection });
  }

  /**
   * Returns the same model with the speech encoder of its front end, from `openEncoder` of `@ser/encoders`; the network is
   * shared. Encoders run asynchronously: such a model predicts by {@link SerModel.predictSteps}.
   *
   * @throws SerError `INVALID_ARGUMENT` for an encoder with another SHA-256, and for a model without one.
   */
  withEncoder(encoder: Encoder): SerModel {
    return new SerModel({ ...this.#parts(), frontEnd: this.frontEnd.withEncoder(encoder) });
  }

  /** Returns the same model with another calibration; network and front end are shared. */
  withTemperature(temperature: number): SerModel {
    return new SerModel({ ...this.#parts(), temperature });
  }

  /**
   * Saves the model as one folder: a standard tfjs `model.json`, with everything of ours under
   * `userDefinedMetadata.ser`, and `weights.bin`. A model that is there already is replaced whole.
   *
   * @param target in Node a folder's path; in browsers a tfjs URL such as `indexeddb://name` or `downloads://name`;
   *   anywhere a tfjs IOHandler.
   * @param options `precision: 'float16'` or `'int8'` makes the file two or nearly four times smaller, in tfjs' own
   *   quantization, which any tfjs undoes when it loads; predictions change a little.
   * @throws SerError `FILE_ACCESS` where it cannot be written, or where the folder holds something else.
   */
  async save(target: string | tf.io.IOHandler, { precision = 'float32' }: SaveOptions = {}): Promise<void> {
    this.#requireWeights();
    const handler = modelHandler(target, 'the model');
    if (!handler.save) throw invalidArgument('target', String(target), 'a place that can be written to');
    await this.network.save({
      save: (artifacts) => {
        const quantized = quantizeWeights(artifacts, precision);
        const ser = { ...metadataOf(this), weightsSha256: weightsChecksum(quantized) };
        return handler.save!({ ...quantized, userDefinedMetadata: { ...artifacts.userDefinedMetadata, ser } });
      },
    });
  }

  /**
   * Returns the files of the folder that {@link SerModel.save} writes, for places that it does not know, such as a zip
   * archive in a browser.
   *
   * @param options see {@link SaveOptions}.
   * @returns `model.json`, and the weights that it names.
   * @example
   * await model.files(); // [{ name: 'model.json', bytes }, { name: 'weights-b560679bacff811d.bin', bytes }]
   */
  async files(options: SaveOptions = {}): Promise<ModelFile[]> {
    let files: ModelFile[] = [];
    await this.save(
      {
        async save(artifacts) {
          const { entry, parts } = encodeModelFiles(artifacts);
          files = [entry, ...parts];
          return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
        },
      },
      options,
    );
    return files;
  }

  /**
   * Loads a model that {@link SerModel.save} wrote. What is in the files is checked before it is used.
   *
   * @param source in Node a folder's path or an `http(s):` URL; in browsers the URL of the folder, or a tfjs URL such as
   *   `indexeddb://name`; anywhere a tfjs IOHandler.
   * @param limit `signal` and `timeoutSeconds` (120 by default) for each file of a URL.
   * @throws SerError `NOT_FOUND` where there is no model, `INVALID_MODEL` where files are missing, damaged, not ours, or
   *   do not fit together.
   */
  static async load(source: string | tf.io.IOHandler, limit: TimeLimit = {}): Promise<SerModel> {
    requireBackend();
    const name = typeof source === 'string' ? printable(source) : 'the model';
    const handler = modelHandler(source, name, limit);
    if (!handler.load) throw invalidArgument('source', name, 'a place that can be read from');
    const artifacts = await handler.load();
    const file = `${name}: model.json`;
    const metadata = parseModelMetadata(file, artifacts.userDefinedMetadata);
    let network: LayersModel | undefined;
    try {
      const frontEnd = createFrontEnd(metadata.frontEnd);
      network = await restoreNetwork(file, artifacts);
      const model = new SerModel({ ...metadata, network, frontEnd });
      model.tryOnce();
      return model;
    } catch (cause) {
      if (network) disposeNetwork(network);
      if (cause instanceof SerError && cause.message.startsWith(name)) throw cause;
      const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
      throw new SerError('INVALID_MODEL', `${name} cannot be loaded: ${printable(reason!)}`, { cause });
    }
  }

  /**
   * Frees the network's weights, also for models made of this one by `withTemperature`.
   *
   * @throws SerError `INVALID_ARGUMENT` if they are freed already.
   */
  dispose(): void {
    this.#requireWeights();
    disposeNetwork(this.network);
  }

  #requireWeights(): void {
    if (disposed.has(this.network))
      throw new SerError('INVALID_ARGUMENT', `the model ${printable(this.card.name)} is disposed`, {
        hint: 'Load it again.',
      });
  }

  #predictFeatures(matrices: readonly FeatureMatrix[], explain = false, scoreShift?: readonly number[]): Prediction[] {
    return runAtOnce(this.#predictionSteps(matrices, explain, scoreShift));
  }

  *#predictionSteps(
    matrices: readonly FeatureMatrix[],
    explain: boolean,
    scoreShift: readonly number[] | undefined,
  ): Steps<Prediction[]> {
    const { probabilities, embeddings } = yield* this.#answerSteps(matrices);
    return probabilities.map((values, clip) => {
      const own = scoreShift ? shiftScores(values, scoreShift) : values;
      const prediction = rankProbabilities(this.labels, applyTemperature(own, this.temperature));
      const uncertain = this.rejection && uncertaintyOf(this.rejection, prediction.confidence, embeddings?.[clip]);
      const explanation = explain ? this.#explain(matrices[clip]!, prediction.label) : undefined;
      return { ...prediction, uncertain, explanation };
    });
  }

  #answerSteps(matrices: readonly FeatureMatrix[]): Steps<Answers> {
    const { coeffs } = this.frontEnd;
    return answerSteps(this.#pass, matrices, { coeffs, window: this.window }, () => this.#requireWeights());
  }

  #explain(matrix: FeatureMatrix, label: Emotion): Explanation {
    const { frames, coeffs } = matrix;
    const data = attributions(this.network, matrix, this.labels.indexOf(label), { window: this.window });
    return { data, frames, coeffs, hopSeconds: this.frontEnd.hopSeconds };
  }

  #parts(): SerModelParts {
    const { network, frontEnd, labels, window, temperature, enrollment, neutral, neutralScores, rejection, card } =
      this;
    return { network, frontEnd, labels, window, temperature, enrollment, neutral, neutralScores, rejection, card };
  }
}
