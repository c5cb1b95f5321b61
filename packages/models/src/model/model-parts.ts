import { type Emotion, invalidArgument } from '@ser/core';
import type { FrontEnd } from '@ser/dsp';
import { type LayersModel, version_layers } from '@tensorflow/tfjs-layers';
import type { ModelCard } from '../model-file/model-card.js';
import { MODEL_FORMAT, type ModelMetadata } from '../model-file/model-metadata.js';
import type { Rejection } from '../predict/rejection.js';
import type { WindowSpec } from '../predict/windows.js';
import { checkWindowSpec } from '../predict/windows.js';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import type { ModelEnrollment } from '../speakers/model-enrollment.js';
import { MODELS_VERSION } from '../version.js';

/** The parts of a {@link SerModel}. */
export interface SerModelParts {
  /** A network from [batch, window.frames, frontEnd.coeffs] to probabilities [batch, labels]. */
  readonly network: LayersModel;
  /** Turns sound into features, normalization included. */
  readonly frontEnd: FrontEnd;
  /** The emotion of each output of the network, in order; at least one, all different. */
  readonly labels: readonly Emotion[];
  /** How a clip of any duration fills the network's input. */
  readonly window: WindowSpec;
  /** Divides the logits, a positive number; 1 (default) leaves the network's probabilities as they are. */
  readonly temperature?: number | undefined;
  /** How training speakers were enrolled, so that `enrollSpeaker` does the same; absent if they were not. */
  readonly enrollment?: ModelEnrollment | undefined;
  /**
   * Statistics of the training speakers' neutral clips before normalization, for a model whose training speakers were
   * not enrolled: `enrollSpeaker` compares a speaker's neutral clips with them.
   */
  readonly neutral?: CoefficientStatistics | undefined;
  /**
   * Mean natural logarithms of the uncalibrated probabilities of neutral clips of speakers that trained nothing, one for each
   * label, for a model whose front end subtracts the mean of each clip: `enrollSpeaker` compares a speaker's answers with them.
   */
  readonly neutralScores?: readonly number[] | undefined;
  /** When the model declines to answer; absent: never. */
  readonly rejection?: Rejection | undefined;
  readonly card: ModelCard;
}

const isTensorShape = (shape: unknown): shape is (number | null)[] => Array.isArray(shape) && !Array.isArray(shape[0]);

/** Values that a window may have. */
const MAX_VALUES = 2 ** 26;

/** @throws SerError `INVALID_ARGUMENT` if the parts of a model do not fit together. */
export function checkParts({ network, frontEnd, labels, window, temperature = 1, neutralScores }: SerModelParts): void {
  checkWindowSpec(window);
  if (window.frames * frontEnd.coeffs > MAX_VALUES)
    throw invalidArgument('window.frames', window.frames, `at most ${Math.floor(MAX_VALUES / frontEnd.coeffs)}`);
  if (!(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw invalidArgument('temperature', temperature, 'a positive finite number');
  if (neutralScores && neutralScores.length !== labels.length)
    throw invalidArgument('neutralScores', neutralScores, `${labels.length} numbers, one for each label`);
  if (new Set(labels).size !== labels.length) throw invalidArgument('labels', labels, 'different from each other');
  const [input] = network.inputs;
  const output = network.outputShape;
  if (network.inputs.length !== 1 || input?.shape.length !== 3 || input.shape[0] !== null)
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

/** Returns what the file of a model says about its parts. */
export function metadataOf(parts: SerModelParts & { readonly temperature: number }): ModelMetadata {
  const { frontEnd, labels, window, temperature, enrollment, neutral, neutralScores, rejection, card } = parts;
  const versions = { '@ser/models': MODELS_VERSION, '@tensorflow/tfjs-layers': version_layers };
  return {
    ...{ format: MODEL_FORMAT, labels, frontEnd: frontEnd.config, window, temperature },
    ...{ enrollment, neutral, neutralScores, rejection, card, versions },
  };
}
