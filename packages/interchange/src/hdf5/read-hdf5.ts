import { abortError, invalidArgument, SerError, throwIfAborted } from '@ser/core';
import type { Hdf5Content, Hdf5Request } from './hdf5-worker.js';
import { startWorker, type WorkerHandle } from './start-worker.js';

/** Largest total size of the weights in one file, in bytes. */
export const MAX_WEIGHT_BYTES: number = 512 * 2 ** 20;

/** Limits of reading a file. */
export interface ReadOptions {
  /**
   * Time limit of reading the HDF5 part of the file, in milliseconds, from 1. Damaged files can keep the HDF5 library
   * busy without end. Default 20 000.
   */
  readonly timeLimitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An open HDF5 file. Paths start at the root and have no leading slash; missing things are undefined. */
export interface Hdf5File {
  /** Names of the members of a group; empty for a path that is not a group. */
  keys(group: string): readonly string[];
  text(path: string, attribute: string): string | undefined;
  texts(path: string, attribute: string): readonly string[] | undefined;
  /** Shape of a dataset of float32. */
  shape(dataset: string): readonly number[] | undefined;
  /** Reads the values of datasets. */
  floats(datasets: readonly string[]): Promise<Float32Array[]>;
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Returns true if bytes begin with the signature of HDF5. */
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

const damaged = (reason: string, options?: ErrorOptions & { hint?: string }): SerError =>
  new SerError('INVALID_MODEL', `the HDF5 file cannot be read: ${reason}`, options);

/** A worker that has finished its file and can read the next one. */
let spare: WorkerHandle | undefined;

/** Answer of the worker: a value, or the message of an error. */
interface Answer {
  readonly value?: unknown;
  readonly error?: string | undefined;
}

/** Sends one request and returns its answer. The time limit and an abort stop the worker. */
function ask(
  worker: WorkerHandle,
  request: Hdf5Request,
  { timeLimitMs = 20_000, signal }: ReadOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stop = (error: unknown): void => {
      worker.stop();
      settle(() => reject(error));
    };
    const abort = (): void => stop(abortError(signal!, 'reading the file was stopped'));
    const timer = setTimeout(
      () =>
        stop(
          damaged(`it takes longer than ${timeLimitMs} ms`, {
            hint: 'The file is damaged, or the computer is busy. Functions take a longer timeLimitMs.',
          }),
        ),
      timeLimitMs,
    );
    const settle = (done: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      worker.keepAlive(false);
      done();
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.keepAlive(true);
    worker.listen({
      message: (answer) => settle(() => resolve(answer as Answer)),
      failure: (cause) => stop(damaged(firstLine(cause.message), { cause })),
    });
    worker.post(request);
  });
}

const firstLine = (text: string): string => text.split('\n')[0]!.slice(0, 200) || 'damaged';

function fileOf({ groups, attributes, datasets }: Hdf5Content, read: Hdf5File['floats']): Hdf5File {
  return {
    keys: (path) => groups.get(path) ?? [],
    text(path, name) {
      const value = attributes.get(path)?.get(name);
      return typeof value === 'string' ? value : undefined;
    },
    texts(path, name) {
      const value = attributes.get(path)?.get(name);
      return typeof value === 'string' ? undefined : value;
    },
    shape(path) {
      const found = datasets.get(path);
      if (found !== undefined && found.dtype !== '<f')
        throw damaged(`${path} has the type ${JSON.stringify(found.dtype)}, not float32`);
      return found?.shape;
    },
    floats: read,
  };
}

/**
 * Opens an HDF5 file for the duration of `use`. The file is parsed in a worker, which is stopped at the time limit.
 *
 * @throws SerError `INVALID_MODEL` for a damaged file or one that takes longer than the time limit; `INVALID_ARGUMENT`
 *   for a time limit below 1; the reason of `signal` after an abort.
 */
export async function withHdf5<T>(
  bytes: Uint8Array,
  options: ReadOptions,
  use: (file: Hdf5File) => Promise<T> | T,
): Promise<T> {
  const { timeLimitMs, signal } = options;
  if (timeLimitMs !== undefined && !(timeLimitMs >= 1 && timeLimitMs < 2 ** 31))
    throw invalidArgument('timeLimitMs', timeLimitMs, 'a number of milliseconds from 1');
  throwIfAborted(signal, 'reading the file was stopped');
  if (!isHdf5(bytes)) throw damaged('it does not begin with the signature of HDF5');
  const worker = spare ?? startWorker();
  spare = undefined;
  let isIdle = false;
  const request = async (message: Hdf5Request): Promise<unknown> => {
    isIdle = false;
    const { value, error } = await ask(worker, message, options);
    isIdle = true;
    if (error !== undefined) throw damaged(firstLine(error));
    return value;
  };
  try {
    const content = (await request({ kind: 'open', bytes })) as Hdf5Content;
    return await use(fileOf(content, async (paths) => (await request({ kind: 'floats', paths })) as Float32Array[]));
  } finally {
    await release(worker, isIdle);
  }
}

/** Keeps a worker that has answered for the next file, and stops others. */
async function release(worker: WorkerHandle, isIdle: boolean): Promise<void> {
  if (!isIdle || spare !== undefined) return worker.stop();
  try {
    await ask(worker, { kind: 'close' }, {});
    spare = worker;
    worker.listen({
      message() {},
      failure() {
        if (spare === worker) spare = undefined;
      },
    });
  } catch {
    worker.stop();
  }
}
