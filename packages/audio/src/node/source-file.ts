import { type FileHandle, open } from 'node:fs/promises';
import { SerError } from '@ser/core';
import { invalidAudio } from '../audio.js';
import type { RangeParser } from '../bytes/byte-ranges.js';
import { fileError } from './file-errors.js';

/** An audio file that is open for reading. */
export class SourceFile {
  readonly path: string;
  /** Length in bytes. */
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /** Opens the file at `path`, runs `use` on it, and closes it in any case. */
  static async use<T>(path: string, use: (file: SourceFile) => Promise<T>): Promise<T> {
    const file = await SourceFile.open(path);
    try {
      return await use(file);
    } catch (error) {
      throw fileError(path, error);
    } finally {
      await file.close();
    }
  }

  /** Opens the file at `path`; {@link close} it. */
  static async open(path: string): Promise<SourceFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      const stat = await handle.stat();
      if (stat.isDirectory()) throw new SerError('INVALID_AUDIO', `${path} is a folder, not an audio file`);
      if (!stat.isFile()) throw new SerError('INVALID_AUDIO', `${path} is no regular file`);
      if (stat.size === 0) throw invalidAudio(path, 'is empty: it holds 0 bytes');
      return new SourceFile(path, stat.size, handle);
    } catch (error) {
      await handle?.close();
      throw fileError(path, error);
    }
  }

  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) return bytes.subarray(0, filled);
      filled += bytesRead;
    }
    return bytes;
  }

  /** Runs a parser on the file. */
  async parse<T>(parser: RangeParser<T>): Promise<T> {
    let step = parser.next();
    while (!step.done) step = parser.next(await this.read(step.value.offset, step.value.length));
    return step.value;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
