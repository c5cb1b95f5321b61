import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { printable, SerError } from '@ser/core';
import { readError } from '@ser/core/node';
import { invalidAudio } from '../audio.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { collectStream, type Opened, openSource } from '../decode/input.js';
import { checkInputBytes, DEFAULT_MAX_BYTES, type InputOptions } from '../decode/options.js';

/** Paths that stand for a pipe which is open already. */
const OPEN_PIPE = /^\/(?:dev\/(stdin)|dev\/fd\/(\d+)|proc\/self\/fd\/(\d+))$/;

/** An audio file that is open for reading. */
class SourceFile implements ByteSource {
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(size: number, handle: FileHandle) {
    this.size = size;
    this.#handle = handle;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) throw new SerError('FILE_ACCESS', 'the file became shorter while it was read');
      filled += bytesRead;
    }
    return bytes;
  }
}

/** A recording on disk that has been opened. */
export interface OpenFile extends Opened {
  close(): Promise<void>;
}

async function openRegular(path: string): Promise<{ file: SourceFile; close: () => Promise<void> }> {
  // Without this flag, opening a named pipe waits for somebody to write to it.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const close = () => handle.close();
  try {
    const status = await handle.stat();
    if (status.isDirectory()) throw new SerError('INVALID_AUDIO', `${printable(path)} is a folder, not an audio file`);
    if (!status.isFile())
      throw new SerError('INVALID_AUDIO', `${printable(path)} is not a regular file`, {
        hint: 'Pass what a pipe delivers as a stream to decodeAudio.',
      });
    if (status.size === 0) throw invalidAudio(printable(path), 'is empty: it holds 0 bytes');
    return { file: new SourceFile(status.size, handle), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Opens the recording at `path`; close it. `/dev/stdin` and other pipes that are open already are collected.
 *
 * @param bounded true if the whole recording is going to be held in memory.
 */
export async function openFile(path: string, options: InputOptions, bounded: boolean): Promise<OpenFile> {
  const name = options.name ?? printable(path);
  try {
    const pipe = OPEN_PIPE.exec(path);
    if (pipe && !(await stat(path)).isFile()) {
      const fd = Number(pipe[2] ?? pipe[3] ?? 0);
      const stream = fd === 0 ? process.stdin : createReadStream('', { fd });
      const source = await collectStream(stream, name, options);
      return { ...(await openSource(source, name, options)), close: async () => {} };
    }
    const { file, close } = await openRegular(path);
    try {
      checkInputBytes(name, file.size, options.maxBytes ?? (bounded ? DEFAULT_MAX_BYTES : Number.POSITIVE_INFINITY));
      return { ...(await openSource(file, name, options)), close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Opens the recording at `path`, runs `use` on it, and closes it in any case. */
export async function withFile<T>(
  path: string,
  options: InputOptions,
  use: (opened: Opened) => Promise<T>,
  bounded = true,
): Promise<T> {
  const file = await openFile(path, options, bounded);
  try {
    return await use(file);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}

/** Turns an error of the file system into one that names the path; any other error is returned as it is. */
export function fileError(path: string, error: unknown): unknown {
  const fromSystem = error instanceof Error && 'syscall' in error;
  return fromSystem ? readError(error, 'file', path) : error;
}
