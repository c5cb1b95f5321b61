import type { ModelSpec } from '@ser/models';
import type { Example } from './data/example.js';
import type { TrainingRecipe } from './recipe.js';

/** What is trained, on what, and how. */
export interface TrainingPart {
  readonly model: ModelSpec;
  readonly classes: number;
  readonly training: TrainingRecipe;
  readonly seed: number;
  readonly train: readonly Example[];
  /** Examples of held-out training speakers; may be empty. */
  readonly heldOut: readonly Example[];
}
