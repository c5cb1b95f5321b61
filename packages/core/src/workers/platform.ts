import { SerError } from '../errors/ser-error.js';

/** What is used of a browser's `Worker`. */
export interface BrowserWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listener: (event: { readonly message: string }) => void): void;
  addEventListener(type: 'messageerror', listener: () => void): void;
}

/**
 * Where a worker's code is: the URL of its module in Node, or a function that starts it in a browser, where bundlers
 * look for the expression `new Worker(new URL(…))`.
 *
 * @example
 * const worker: WorkerSource =
 *   typeof Worker === 'undefined'
 *     ? new URL('./worker.js', import.meta.url)
 *     : () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
 */
export type WorkerSource = URL | (() => BrowserWorker);

/** One end of the line between a thread and its worker. */
export interface Port {
  /** Sends a message. Buffers in `transfer` are handed over instead of copied: the sender loses them. */
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Sets the function that receives messages. Those that came before are kept for it. */
  receive(listener: (message: unknown) => void): void;
}

/** A worker as the thread that started it sees it. */
export interface WorkerHandle extends Port {
  /** Sets the function that is called if the worker ends, cannot start, or throws outside of a job. */
  onEnd(listener: (error: Error) => void): void;
  /** Ends the worker, also in the middle of its work. */
  stop(): Promise<void>;
}

/** Returns a module of Node's own; undefined elsewhere. Bundlers for browsers do not see an import. */
const builtin = <K extends 'node:os' | 'node:worker_threads'>(name: K): Builtin[K] | undefined =>
  (globalThis as { process?: { getBuiltinModule?: (name: K) => Builtin[K] } }).process?.getBuiltinModule?.(name);

/** What is used of Node's modules. */
interface Builtin {
  'node:os': { availableParallelism(): number };
  'node:worker_threads': {
    readonly parentPort: Pick<NodeWorker, 'on' | 'postMessage'> | null;
    readonly Worker: new (url: URL) => NodeWorker;
  };
}

interface NodeWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: 'message' | 'error' | 'messageerror' | 'exit', listener: (value: never) => void): unknown;
  removeAllListeners(): unknown;
  terminate(): Promise<number>;
}

/**
 * Returns how many threads this machine runs at once, at least 1: the most worker threads that are of use.
 *
 * @example
 * availableThreads(); // 8
 */
export function availableThreads(): number {
  return builtin('node:os')?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Returns true if this platform can run workers. */
export function hasWorkers(): boolean {
  return builtin('node:worker_threads') !== undefined || typeof Worker !== 'undefined';
}

/**
 * Starts a worker.
 *
 * @throws SerError `UNSUPPORTED_PLATFORM` if this platform has no workers.
 */
export function startWorker(source: WorkerSource): WorkerHandle {
  if (typeof source === 'function') return browserHandle(source());
  const threads = builtin('node:worker_threads');
  if (threads) return nodeHandle(new threads.Worker(source));
  throw new SerError('UNSUPPORTED_PLATFORM', 'a worker cannot be started by its URL on this platform', {
    hint: 'Give a function that starts it.',
  });
}

function nodeHandle(worker: NodeWorker): WorkerHandle {
  return {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    receive: (listener) => void worker.on('message', listener),
    onEnd(listener) {
      worker.on('error', (error: unknown) => listener(error instanceof Error ? error : new Error(String(error))));
      worker.on('messageerror', listener);
      worker.on('exit', (code: number) =>
        listener(new Error(`a worker ended with exit code ${code} before it was finished`)),
      );
    },
    async stop() {
      worker.removeAllListeners();
      // What it still throws while it ends is of no interest, but would end the process without a listener.
      worker.on('error', () => {});
      await worker.terminate();
    },
  };
}

function browserHandle(worker: BrowserWorker): WorkerHandle {
  return {
    send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    receive: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onEnd(listener) {
      worker.addEventListener('error', ({ message }) =>
        listener(new Error(message || 'a worker could not be started')),
      );
      worker.addEventListener('messageerror', () => listener(new Error('a message of a worker cannot be read')));
    },
    stop: async () => worker.terminate(),
  };
}

/**
 * Returns the worker's end of the line to the thread that started it.
 *
 * @throws SerError `UNSUPPORTED_PLATFORM` outside of a worker.
 */
export function ownerPort(): Port {
  const parent = builtin('node:worker_threads')?.parentPort;
  if (parent)
    return {
      send: (message, transfer = []) => parent.postMessage(message, [...transfer]),
      receive: (listener) => void parent.on('message', listener),
    };
  if (typeof (globalThis as { DedicatedWorkerGlobalScope?: unknown }).DedicatedWorkerGlobalScope === 'undefined')
    throw new SerError('UNSUPPORTED_PLATFORM', 'this module runs in a worker only');
  const scope = globalThis as unknown as BrowserWorker;
  return {
    send: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    receive: (listener) => scope.addEventListener('message', ({ data }) => listener(data)),
  };
}
