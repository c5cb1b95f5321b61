import type { CoefficientStatistics, WindowSpec } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { Example } from '../data/example.js';
import type { CompleteOptions } from '../recipe/training-schema.js';

/** Everything that decides the course of a run, the same for all workers that share it. */
export interface RunPlan {
  readonly examples: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly options: CompleteOptions;
  readonly window: WindowSpec;
  readonly normalization: CoefficientStatistics | undefined;
  readonly seed: number;
  /** Whether the features have no mean over their clip, see `subtractClipMean` of a front end. */
  readonly subtractClipMean?: boolean | undefined;
  /** Where to go on from; the beginning if absent. */
  readonly resume?: RunState | undefined;
}
