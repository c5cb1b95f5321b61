import type { ModelInput, ModelSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RunState } from '../checkpoint/run-state.js';
import type { Example } from '../data/example.js';
import type { InitialWeights } from '../network/initial-weights.js';
import type { TrainingRecipe } from '../recipe/training-schema.js';

/**
 * Builds a network from `[batch, frames, coeffs]` to class probabilities `[batch, classes]`. `seed` is for its initial
 * weights and its dropout, so that the result can be repeated.
 */
export type BuildNetwork = (input: ModelInput & { readonly seed: number }) => LayersModel;

/** What is trained, on what, and how. */
export interface TrainingPart {
  /** The architecture; absent where `network` is given. */
  readonly model?: ModelSpec | undefined;
  /** Builds the network instead of an architecture of this project. */
  readonly network?: BuildNetwork | undefined;
  readonly classes: number;
  readonly training: TrainingRecipe;
  readonly seed: number;
  /** Whether the front end subtracts each coefficient's mean over the clip. */
  readonly subtractClipMean?: boolean | undefined;
  readonly train: readonly Example[];
  /** Examples of held-out training speakers; may be empty. */
  readonly heldOut: readonly Example[];
  /** What the network begins with; random weights if absent. */
  readonly initial?: InitialWeights | undefined;
  /** The state of this very run to go on from; the beginning if absent. */
  readonly resume?: RunState | undefined;
}
