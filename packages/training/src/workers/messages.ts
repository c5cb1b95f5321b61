import { SerError, type SerErrorCode } from '@ser/core';
import type { BackendName } from '@ser/models';
import type { RunState } from '../checkpoint/run-state.js';
import type { StepRecord } from '../fit/run-watch.js';
import type { EpochRecord } from '../metrics/history.js';
import type { FoldJob, FoldOutcome } from './fold-job.js';
import type { ReplicaJob, ReplicaOutcome } from './replica-job.js';

/** How a worker makes TensorFlow.js ready. */
export interface WorkerSetup {
  readonly backend: BackendName;
  /** See `startBackend` of `@ser/models`. */
  readonly wasmFolder?: string | undefined;
}

/** The kinds of work that a worker does, and what each gives. */
export interface Work {
  fold: { job: FoldJob; outcome: FoldOutcome };
  replica: { job: ReplicaJob; outcome: ReplicaOutcome };
}

/** A piece of work for a worker; `states` asks for the state of the run after each epoch. */
export type Order = {
  [K in keyof Work]: { kind: K; setup: WorkerSetup; job: Work[K]['job']; states: boolean };
}[keyof Work];

/** What a worker tells its owner about the order in hand. */
export type Report =
  | { kind: 'epoch'; record: EpochRecord }
  | { kind: 'step'; record: StepRecord }
  | { kind: 'state'; state: RunState }
  | { kind: 'done'; outcome: Work[keyof Work]['outcome'] }
  | { kind: 'failed'; error: PlainError };

/** An error as a message can carry it. */
export interface PlainError {
  readonly code?: SerErrorCode | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly stack?: string | undefined;
}

/** Takes an error apart for a message. */
export function plainError(error: unknown): PlainError {
  if (error instanceof SerError) {
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  if (error instanceof Error) return { message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
  return { message: String(error) };
}

/** Puts an error from a message together again. */
export function errorOf({ code, message, hint, stack }: PlainError): Error {
  if (code) return new SerError(code, message, hint === undefined ? {} : { hint });
  const error = new Error(message);
  if (stack) error.stack = stack;
  return error;
}
