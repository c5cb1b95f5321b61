import type { BackendName } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { StepRecord } from '../fit/run-watch.js';
import type { EpochRecord } from '../metrics/history.js';
import type { FoldJob, FoldOutcome } from './fold-job.js';
import type { ReplicaJob, ReplicaOutcome } from './replica-job.js';

/** How a worker starts TensorFlow.js. */
export interface WorkerSetup {
  readonly backend: BackendName;
  /** See `startBackend` of `@ser/models`. */
  readonly wasmFolder?: string | undefined;
}

/** The kinds of work that a worker does, and their results. */
export interface Work {
  fold: { job: FoldJob; outcome: FoldOutcome };
  replica: { job: ReplicaJob; outcome: ReplicaOutcome };
}

/** A piece of work for a worker; `states` asks for the state of the run after each epoch. */
export type Order = { [K in keyof Work]: { kind: K; job: Work[K]['job']; states: boolean } }[keyof Work];

/** What a worker reports about the order in hand. */
export type Report =
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'step'; record: StepRecord }
  | { kind: 'state'; state: RunState };
