import { invalidArgument } from '@ser/core';
import type { BackendName } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import { hasWorkers } from '#threads';
import type { WorkerSetup } from './messages.js';

/**
 * How workers are to be set up: with the backend that runs here, so that they compute the same numbers. Undefined if
 * one thread is asked for, or where the platform has no workers or no shared memory.
 */
export function workerSetup({
  threads = 1,
  wasmFolder,
}: {
  threads?: number | undefined;
  wasmFolder?: string | undefined;
}): WorkerSetup | undefined {
  if (!Number.isSafeInteger(threads) || threads < 1) throw invalidArgument('threads', threads, 'a positive integer');
  if (threads === 1 || !hasWorkers() || typeof SharedArrayBuffer === 'undefined') return undefined;
  return { backend: tf.getBackend() as BackendName, ...(wasmFolder === undefined ? {} : { wasmFolder }) };
}
