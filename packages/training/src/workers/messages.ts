import type { BackendName } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { StepRecord } from '../fit/run-watch.js';
import type { EpochRecord } from '../metrics/history.js';
import type { FoldJob, FoldOutcome } from './fold-job.js';
import type { ReplicaJob, ReplicaOutcome } from './replica-job.js';

/** Options of starting TensorFlow.js in a worker. */
export interface WorkerSetup {
  readonly backend: BackendName;
  /** See `startBackend` of `@ser/models`. */
  readonly wasmFolder?: string | undefined;
}

/** The kinds of work of a worker, and their outcomes. */
export interface Work {
  fold: { job: FoldJob; outcome: FoldOutcome };
  replica: { job: ReplicaJob; outcome: ReplicaOutcome };
}

/** An order for a worker; `states` requests the state of the run after each epoch. */
export type Order = { [K in keyof Work]: { kind: K; job: Work[K]['job']; states: boolean } }[keyof Work];

/** A report of a worker about its current order. */
export type Report =
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'step'; record: StepRecord }
  | { kind: 'state'; state: RunState };
