import type { Port, WorkerHandle } from './port.js';

/** How many threads the machine runs at once. */
export function availableThreads(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Whether the platform has workers. */
export function hasWorkers(): boolean {
  return typeof Worker !== 'undefined';
}

/** Starts a worker. */
export function spawnWorker(): WorkerHandle {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onFailure(listener) {
      worker.addEventListener('error', ({ message }) => listener(new Error(message || 'the worker could not start')), {
        once: true,
      });
    },
    stop: () => worker.terminate(),
  };
}

/** The worker's own end of the line to its owner. */
export function ownerPort(): Port {
  const scope = globalThis as unknown as {
    postMessage(message: unknown): void;
    addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  };
  return {
    send: (message) => scope.postMessage(message),
    onMessage: (listener) => scope.addEventListener('message', ({ data }) => listener(data)),
  };
}
