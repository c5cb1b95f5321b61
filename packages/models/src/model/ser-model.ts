import { type Emotion, invalidArgument, SerError } from '@ser/core';
import { createFrontEnd, type FeatureMatrix, type FrontEnd, type Signal } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { requireBackend } from '../backend/start-backend.js';
import type { ModelCard } from '../model-file/model-card.js';
import { modelHandler } from '../model-file/model-handler.js';
import { MODEL_FORMAT, type ModelMetadata, parseModelMetadata } from '../model-file/model-metadata.js';
import { type Precision, quantizeWeights } from '../model-file/quantize-weights.js';
import { restoreNetwork } from '../model-file/restore-network.js';
import { applyTemperature, meanProbabilities, type Prediction, rankProbabilities } from '../predict/prediction.js';
import { checkWindowSpec, toWindows, type WindowSpec } from '../predict/windows.js';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import { checkModelEnrollment, type ModelEnrollment, requireCoefficients } from '../speakers/model-enrollment.js';
import { frontEndFor } from '../speakers/speaker-profile.js';
import { MODELS_VERSION } from '../version.js';
import type { PredictOptions, Predictor } from './predictor.js';

/** What a {@link SerModel} is made of. */
export interface SerModelParts {
  /** A network from [batch, window.frames, frontEnd.coeffs] to probabilities [batch, labels]. */
  network: LayersModel;
  /** How sound becomes features, normalization included. */
  frontEnd: FrontEnd;
  /** The emotion of each output of the network, in order. */
  labels: readonly Emotion[];
  /** How a clip of any duration fills the network's input. */
  window: WindowSpec;
  /** Divides the logits; 1 (default) leaves the network's probabilities as they are. */
  temperature?: number;
  /** How speakers were known in training, so that `enrollSpeaker` makes others known alike; strangers if absent. */
  enrollment?: ModelEnrollment;
  /**
   * Statistics of the training speakers' neutral clips, before normalization, for a model that was trained with strangers:
   * what `enrollSpeaker` compares a speaker's neutral clips with.
   */
  neutral?: CoefficientStatistics;
  card: ModelCard;
}

/** Options of {@link SerModel.save}. */
export interface SaveOptions {
  /** How exactly the weights are kept. Default `float32`, as they are. */
  precision?: Precision;
}

const isTensorShape = (shape: unknown): shape is (number | null)[] => Array.isArray(shape) && !Array.isArray(shape[0]);

/** Throws if the parts do not fit together. */
function checkParts({ network, frontEnd, labels, window, temperature = 1 }: SerModelParts): void {
  checkWindowSpec(window);
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw invalidArgument('temperature', temperature, 'a positive finite number');
  if (new Set(labels).size !== labels.length) throw invalidArgument('labels', labels, 'different from each other');
  const [input] = network.inputs;
  const output = network.outputShape;
  if (network.inputs.length !== 1 || input?.shape.length !== 3)
    throw invalidArgument('network', network.name, 'a network with one input [batch, frames, coeffs]');
  const [, frames, coeffs] = input.shape;
  if (coeffs !== frontEnd.coeffs)
    throw invalidArgument('frontEnd.coeffs', frontEnd.coeffs, `${coeffs} as the network's input`);
  if (frames !== null && frames !== window.frames)
    throw invalidArgument('window.frames', window.frames, `${frames} as the network's input`);
  if (network.outputs.length !== 1 || !isTensorShape(output) || output.length !== 2)
    throw invalidArgument('network', network.name, 'a network with one output [batch, classes]');
  if (output[1] !== labels.length)
    throw invalidArgument('labels', labels, `a list of ${output[1]} labels, one for each output of the network`);
}

/**
 * The deployable unit: a network with all that is needed to repeat its predictions anywhere – the front end, the
 * labels, how clips become windows, the calibration, how speakers become known – and its card.
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
  /** How speakers were known in training, and so how `enrollSpeaker` makes others known; undefined if they were strangers. */
  readonly enrollment: ModelEnrollment | undefined;
  /** What `enrollSpeaker` compares a speaker's neutral clips with, if the model was trained with strangers. */
  readonly neutral: CoefficientStatistics | undefined;
  readonly card: ModelCard;

  /** @throws SerError `INVALID_ARGUMENT` where network, front end, window, labels and enrollment do not fit together. */
  constructor(parts: SerModelParts) {
    checkParts(parts);
    this.network = parts.network;
    this.frontEnd = parts.frontEnd;
    this.labels = [...parts.labels];
    this.window = { ...parts.window };
    this.temperature = parts.temperature ?? 1;
    this.enrollment = parts.enrollment && checkModelEnrollment(parts.enrollment, parts.frontEnd);
    this.neutral = parts.neutral;
    if (this.neutral) requireCoefficients('neutral', this.neutral, parts.frontEnd.coeffs);
    this.card = parts.card;
  }

  /** This model, as a list of one. */
  get members(): readonly SerModel[] {
    return [this];
  }

  /**
   * Recognizes the emotion of a clip of any duration and sample rate; the front end resamples it.
   *
   * @throws SerError `INVALID_ARGUMENT` for a speaker's profile that was made with another model.
   */
  predict(audio: Signal, { speaker }: PredictOptions = {}): Prediction {
    const frontEnd = speaker ? frontEndFor(this, speaker) : this.frontEnd;
    return this.predictFeatures(frontEnd.extract(audio));
  }

  /**
   * Recognizes the emotion of features that this model's front end made.
   *
   * @param matrix features [frames, coeffs] of one clip.
   */
  predictFeatures(matrix: FeatureMatrix): Prediction {
    return rankProbabilities(this.labels, applyTemperature(this.windowProbabilities(matrix), this.temperature));
  }

  /**
   * Probabilities before calibration, in the order of `labels`: the mean of the network's output over the windows.
   *
   * @param matrix features [frames, coeffs] of one clip.
   */
  windowProbabilities(matrix: FeatureMatrix): number[] {
    if (matrix.coeffs !== this.frontEnd.coeffs)
      throw invalidArgument('features.coeffs', matrix.coeffs, `${this.frontEnd.coeffs} as the model's front end`);
    // Comparisons on the way would turn NaN into a confident answer.
    if (!matrix.data.every(Number.isFinite)) throw invalidArgument('features.data', matrix.data, 'finite numbers');
    const { data, count, frames, coeffs } = toWindows(matrix, this.window);
    const values = tf.tidy(() => {
      const output = this.network.predict(tf.tensor3d(data, [count, frames, coeffs]));
      return (output as tf.Tensor).dataSync();
    });
    if (!values.every(Number.isFinite))
      throw new SerError('INVALID_MODEL', `the model ${this.card.name} answers with numbers that are not finite`);
    return meanProbabilities(values, this.labels.length);
  }

  /** The same model with another calibration; network and front end are shared. */
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
    const handler = modelHandler(target);
    if (!handler.save) throw invalidArgument('target', String(target), 'a place that can be written to');
    await this.network.save({
      save: (artifacts) =>
        handler.save!({
          ...quantizeWeights(artifacts, precision),
          userDefinedMetadata: { ...artifacts.userDefinedMetadata, ser: this.#metadata() },
        }),
    });
  }

  /**
   * Loads a model that {@link SerModel.save} wrote. What is in the files is checked before it is used.
   *
   * @param source in Node a folder's path or an `http(s):` URL; in browsers the URL of the folder, or a tfjs URL such as
   *   `indexeddb://name`; anywhere a tfjs IOHandler.
   * @throws SerError `NOT_FOUND` where there is no model, `INVALID_MODEL` where files are missing, damaged, not ours, or
   *   do not fit together.
   */
  static async load(source: string | tf.io.IOHandler): Promise<SerModel> {
    requireBackend();
    const handler = modelHandler(source);
    if (!handler.load) throw invalidArgument('source', String(source), 'a place that can be read from');
    const name = typeof source === 'string' ? source : 'the model';
    const artifacts = await handler.load();
    const metadata = parseModelMetadata(`${name}: model.json`, artifacts.userDefinedMetadata);
    let network: LayersModel | undefined;
    try {
      const frontEnd = createFrontEnd(metadata.frontEnd);
      network = await restoreNetwork(artifacts);
      return new SerModel({ ...metadata, network, frontEnd });
    } catch (cause) {
      network?.dispose();
      const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
      throw new SerError('INVALID_MODEL', `${name} cannot be loaded: ${reason}`, { cause });
    }
  }

  /** Frees the network's weights; the model cannot be used afterwards. */
  dispose(): void {
    this.network.dispose();
  }

  #parts(): SerModelParts {
    const { network, frontEnd, labels, window, temperature, enrollment, neutral, card } = this;
    const known = { ...(enrollment ? { enrollment } : {}), ...(neutral ? { neutral } : {}) };
    return { network, frontEnd, labels, window, temperature, ...known, card };
  }

  #metadata(): ModelMetadata {
    const { frontEnd, labels, window, temperature, enrollment, neutral, card } = this;
    return {
      format: MODEL_FORMAT,
      labels,
      frontEnd: frontEnd.config,
      window,
      temperature,
      ...(enrollment ? { enrollment } : {}),
      ...(neutral ? { neutral } : {}),
      card,
      versions: { '@ser/models': MODELS_VERSION, '@tensorflow/tfjs-layers': tfl.version_layers },
    };
  }
}
