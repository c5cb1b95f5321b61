import type { WorkerSourceOf } from './worker-source.js';

/** In Node the worker lies next to the code. */
export const workerSource: WorkerSourceOf = (url) => ({
  source: url === undefined ? new URL('./recognizer-worker.js', import.meta.url) : new URL(url),
  hint: undefined,
});
