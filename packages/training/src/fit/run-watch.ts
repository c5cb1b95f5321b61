import type { RunState } from '../checkpoint/run-state.js';
import type { EpochRecord } from '../metrics/history.js';

/** How far an epoch has come. */
export interface StepRecord {
  /** 1-based. */
  readonly epoch: number;
  /** Optimizer steps of this epoch done so far, and in all. */
  readonly step: number;
  readonly steps: number;
  /** Loss of the step. */
  readonly loss: number;
}

/** Who is told of a run's progress. */
export interface RunWatch {
  /** Told of each epoch as it ends. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Told within an epoch how far it has come, a few times a second. */
  readonly onStep?: (record: StepRecord) => void;
  /** Given the state after each epoch, its arrays to keep; the run goes on when it resolves. */
  readonly onState?: (state: RunState) => void | Promise<void>;
}
