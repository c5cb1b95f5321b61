import type { ModelInput, ModelSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { RunState } from '../checkpoint/run-state.js';
import type { Example } from '../data/example.js';
import type { InitialWeights } from '../network/initial-weights.js';
import type { TrainingRecipe } from '../recipe/training-schema.js';

/**
 * Builds a network with input `[batch, frames, coeffs]` and output `[batch, classes]`, class probabilities. Draw initial
 * weights and dropout from `seed`, so that results can be reproduced.
 */
export type BuildNetwork = (input: ModelInput & { readonly seed: number }) => LayersModel;

/** A network to train, its examples and its recipe. */
export interface TrainingPart {
  /** The architecture; absent where `network` is given. */
  readonly model?: ModelSpec | undefined;
  /** Builds the network instead of `model`. */
  readonly network?: BuildNetwork | undefined;
  readonly classes: number;
  readonly training: TrainingRecipe;
  readonly seed: number;
  /** True if the front end subtracts each coefficient's mean over the clip. */
  readonly subtractClipMean?: boolean | undefined;
  readonly train: readonly Example[];
  /** Examples of held-out training speakers; may be empty. */
  readonly heldOut: readonly Example[];
  /** Initial weights; random ones if absent. */
  readonly initial?: InitialWeights | undefined;
  /** State of this run to resume from; it starts from the beginning if absent. */
  readonly resume?: RunState | undefined;
}
