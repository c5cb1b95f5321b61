import type { ModelSpec } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { Example } from '../data/example.js';
import type { InitialWeights } from '../network/initial-weights.js';
import type { TrainingRecipe } from '../recipe/recipe.js';

/** What is trained, on what, and how. */
export interface TrainingPart {
  readonly model: ModelSpec;
  readonly classes: number;
  readonly training: TrainingRecipe;
  readonly seed: number;
  /** Whether the front end subtracts each coefficient's mean over the clip. */
  readonly subtractClipMean?: boolean | undefined;
  readonly train: readonly Example[];
  /** Examples of held-out training speakers; may be empty. */
  readonly heldOut: readonly Example[];
  /** What the network begins with; random weights if absent. */
  readonly initial?: InitialWeights;
  /** The state of this very run to go on from; the beginning if absent. */
  readonly resume?: RunState;
}
