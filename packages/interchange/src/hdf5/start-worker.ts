/** A worker and what its owner needs of it. */
export interface WorkerHandle {
  post(message: unknown): void;
  /** Sets who receives the next messages and failures. */
  listen(listener: { message(data: unknown): void; failure(error: Error): void }): void;
  /** Says whether the worker keeps a Node process alive. */
  keepAlive(alive: boolean): void;
  stop(): void;
}

const ignore = { message: () => {}, failure: () => {} };

/** Starts the HDF5 worker on Node's worker threads, or as a module worker in browsers. */
export function startWorker(): WorkerHandle {
  let listener: Parameters<WorkerHandle['listen']>[0] = ignore;
  const listen: WorkerHandle['listen'] = (next) => {
    listener = next;
  };
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  if (threads !== undefined) {
    const worker = new threads.Worker(new URL('./hdf5-worker.js', import.meta.url));
    worker.on('message', (data) => listener.message(data));
    worker.on('error', (error) => listener.failure(error));
    worker.on('exit', () => listener.failure(new Error('the worker ended')));
    return {
      listen,
      post: (message) => worker.postMessage(message),
      keepAlive: (alive) => (alive ? worker.ref() : worker.unref()),
      stop() {
        listener = ignore;
        void worker.terminate();
      },
    };
  }
  const worker = new Worker(new URL('./hdf5-worker.js', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }) => listener.message(data));
  worker.addEventListener('error', ({ message }) => listener.failure(new Error(message || 'the worker cannot start')));
  return {
    listen,
    post: (message) => worker.postMessage(message),
    keepAlive: () => {},
    stop() {
      listener = ignore;
      worker.terminate();
    },
  };
}
