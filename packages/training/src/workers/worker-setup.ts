import { hasWorkers, invalidArgument } from '@ser/core';
import type { BackendName } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import type { WorkerSetup } from './messages.js';

/**
 * Returns the setup of workers: the backend of this thread, so that they compute the same numbers. Undefined for one thread,
 * and on platforms without workers or shared memory.
 */
export function workerSetup({
  threads = 1,
  wasmFolder,
}: {
  readonly threads?: number | undefined;
  readonly wasmFolder?: string | undefined;
}): WorkerSetup | undefined {
  if (!Number.isSafeInteger(threads) || threads < 1) throw invalidArgument('threads', threads, 'a positive integer');
  if (threads === 1 || !hasWorkers() || typeof SharedArrayBuffer === 'undefined') return undefined;
  return { backend: tf.getBackend() as BackendName, wasmFolder };
}
