import { availableParallelism } from 'node:os';
import { parentPort, Worker } from 'node:worker_threads';
import type { Port, WorkerHandle } from './port.js';

/** How many threads the machine runs at once. */
export function availableThreads(): number {
  return availableParallelism();
}

/** Whether the platform has workers. */
export function hasWorkers(): boolean {
  return true;
}

/** Starts a worker. */
export function spawnWorker(): WorkerHandle {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onFailure(listener) {
      worker.once('error', listener);
      worker.once('exit', (code) => {
        if (code !== 0) listener(new Error(`the worker ended with code ${code}`));
      });
    },
    stop() {
      worker.removeAllListeners();
      // What it still throws while it ends concerns nobody, but would end the process without a listener.
      worker.on('error', () => {});
      void worker.terminate();
    },
  };
}

/** The worker's own end of the line to its owner. */
export function ownerPort(): Port {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker only');
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
  };
}
