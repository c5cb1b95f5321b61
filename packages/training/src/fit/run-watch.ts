import type { RunState } from '../checkpoint/run-state.js';
import type { EpochRecord } from '../metrics/history.js';

/** The progress within an epoch. */
export interface StepRecord {
  /** 1-based. */
  readonly epoch: number;
  /** Number of optimizer steps of this epoch so far, and in total. */
  readonly step: number;
  readonly steps: number;
  /** Loss of the step. */
  readonly loss: number;
}

/** Listeners of a run. */
export interface RunWatch {
  /** Called at the end of each epoch. */
  readonly onEpoch?: ((record: EpochRecord) => void) | undefined;
  /** Called within an epoch, a few times a second. */
  readonly onStep?: ((record: StepRecord) => void) | undefined;
  /** Called with the state after each epoch; the listener may keep its arrays. The run continues when it resolves. */
  readonly onState?: ((state: RunState) => void | Promise<void>) | undefined;
}
