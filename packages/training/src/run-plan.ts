import type { WindowSpec } from '@ser/models';
import type { RunState } from './checkpoint/run-state.js';
import type { Example } from './data/example.js';
import type { Normalization } from './data/normalization.js';
import type { CompleteOptions } from './options.js';

/** Everything that decides the course of a run, the same for all workers that share it. */
export interface RunPlan {
  readonly examples: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly options: CompleteOptions;
  readonly window: WindowSpec;
  readonly normalization: Normalization | undefined;
  readonly seed: number;
  /** Where to go on from; the beginning if absent. */
  readonly resume?: RunState | undefined;
}
