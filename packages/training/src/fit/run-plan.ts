import type { CoefficientStatistics, WindowSpec } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { Example } from '../data/example.js';
import type { CompleteOptions } from '../recipe/training-schema.js';

/** Everything that a run follows from; the same for all workers of the run. */
export interface RunPlan {
  readonly examples: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly options: CompleteOptions;
  readonly window: WindowSpec;
  readonly normalization: CoefficientStatistics | undefined;
  readonly seed: number;
  /** True if the front end subtracts each coefficient's mean over the clip. */
  readonly subtractClipMean?: boolean | undefined;
  /** State to resume from; the run starts from the beginning if absent. */
  readonly resume?: RunState | undefined;
}
