import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';

/**
 * A file of features is a row of records, each written at the end of the file in one piece:
 *
 * | bytes |                                                         |
 * | ----- | ------------------------------------------------------- |
 * | 8     | `SERFEAT1`                                              |
 * | 4     | 0x01020304 in the byte order of the machine that wrote  |
 * | 4 + 4 | frames, coefficients                                    |
 * | 4     | CRC-32 of the features                                  |
 * | 32    | key, a SHA-256 of all that the features follow from     |
 * | 4 + 4 | CRC-32 of the bytes up to here, zeros                   |
 * | rest  | features, frame-major, 32-bit floats                    |
 *
 * Several processes may append at once. A record that a crash left unfinished fails its checksums; reading continues
 * at the next record.
 */
const MAGIC = new TextEncoder().encode('SERFEAT1');
const ORDER = 0x01020304;
const HEADER = 64;
const CHECKED = 56;
/** Size of the blocks that are searched for the record after a damaged one, in bytes. */
const BLOCK = 1 << 16;

/** Length of a key in bytes. */
const KEY_BYTES = 32;

interface Header {
  readonly key: string;
  readonly frames: number;
  readonly coeffs: number;
  readonly checksum: number;
}

/** One record as bytes. */
export function encodeRecord(key: Uint8Array, { data, frames, coeffs }: FeatureMatrix): Uint8Array {
  const bytes = new Uint8Array(HEADER + data.byteLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HEADER);
  const words = new Uint32Array(bytes.buffer, 0, HEADER / 4);
  bytes.set(MAGIC);
  words[2] = ORDER;
  words[3] = frames;
  words[4] = coeffs;
  words[5] = crc32(bytes.subarray(HEADER));
  bytes.set(key, 24);
  words[CHECKED / 4] = crc32(bytes.subarray(0, CHECKED));
  return bytes;
}

function decodeHeader(bytes: Uint8Array): Header | undefined {
  const words = new Uint32Array(bytes.slice(0, HEADER).buffer);
  if (!MAGIC.every((byte, i) => bytes[i] === byte) || words[2] !== ORDER) return undefined;
  if (words[CHECKED / 4] !== crc32(bytes.subarray(0, CHECKED))) return undefined;
  const key = Buffer.from(bytes.subarray(24, 24 + KEY_BYTES)).toString('hex');
  return { key, frames: words[3]!, coeffs: words[4]!, checksum: words[5]! };
}

/** The result of {@link readFeatureFile}. */
export interface FeatureFileContent {
  /** Features by key, in shared memory. */
  readonly features: Map<string, FeatureMatrix>;
  /** Bytes that belong to no intact record. */
  readonly damagedBytes: number;
}

/**
 * Reads records of a file, one after the other, so that no more memory is used than the wanted features take.
 *
 * @param coeffs what every record must have.
 * @param wanted keys to read; all by default.
 * @throws SerError `FILE_ACCESS` if the file is there but cannot be read; a file that is not there has no records.
 */
export async function readFeatureFile(
  path: string,
  coeffs: number,
  wanted?: ReadonlySet<string>,
): Promise<FeatureFileContent> {
  const features = new Map<string, FeatureMatrix>();
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { features, damagedBytes: 0 };
    throw cacheError('read', path, error);
  }
  try {
    const { size } = await file.stat();
    const header = new Uint8Array(HEADER);
    let damagedBytes = 0;
    let position = 0;
    while (position < size) {
      const found = (await fill(file, header, position)) ? decodeHeader(header) : undefined;
      const bytes = found ? 4 * found.frames * found.coeffs : 0;
      const end = position + HEADER + bytes;
      if (!found || found.coeffs !== coeffs || found.frames < 1 || end > size) {
        const next = await findRecord(file, position + 1, size);
        damagedBytes += next - position;
        position = next;
        continue;
      }
      if (!features.has(found.key) && (wanted?.has(found.key) ?? true)) {
        const data = new Float32Array(new SharedArrayBuffer(bytes));
        const raw = new Uint8Array(data.buffer);
        if ((await fill(file, raw, position + HEADER)) && crc32(raw) === found.checksum)
          features.set(found.key, { data, frames: found.frames, coeffs });
        else {
          const next = await findRecord(file, position + 1, size);
          damagedBytes += next - position;
          position = next;
          continue;
        }
      }
      position = end;
    }
    return { features, damagedBytes };
  } catch (error) {
    throw error instanceof SerError ? error : cacheError('read', path, error);
  } finally {
    await file.close();
  }
}

/** Fills `bytes` from a place of the file; false if the file ends before. */
async function fill(file: FileHandle, bytes: Uint8Array, position: number): Promise<boolean> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

/** Returns the position where the next record may begin, or the end of the file. */
async function findRecord(file: FileHandle, from: number, size: number): Promise<number> {
  const block = Buffer.alloc(BLOCK);
  for (let position = from; position < size; position += BLOCK - MAGIC.length + 1) {
    const { bytesRead } = await file.read(block, 0, BLOCK, position);
    const at = block.subarray(0, bytesRead).indexOf(MAGIC);
    if (at >= 0) return position + at;
  }
  return size;
}

/** Appends records to a file, in turn. */
export interface FeatureWriter {
  append(key: Uint8Array, features: FeatureMatrix): Promise<void>;
  /** Waits for all that was appended. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file for appending; it is made with its first record.
 *
 * @throws SerError `FILE_ACCESS` if it cannot be written.
 */
export async function openFeatureWriter(path: string): Promise<FeatureWriter> {
  let file: FileHandle;
  try {
    file = await open(path, 'a');
  } catch (error) {
    throw cacheError('write', path, error);
  }
  let last: Promise<unknown> = Promise.resolve();
  return {
    append(key, features) {
      const bytes = encodeRecord(key, features);
      const written = last.then(async () => {
        try {
          // One write a record: the file system puts appended pieces after each other, whoever writes them.
          const { bytesWritten } = await file.write(bytes);
          if (bytesWritten < bytes.length) await file.appendFile(bytes.subarray(bytesWritten));
        } catch (error) {
          throw cacheError('write', path, error);
        }
      });
      last = written.catch(() => {});
      return written;
    },
    async flush() {
      await last;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/** A typed error for what the file system said about the cache. */
export function cacheError(what: 'read' | 'write', path: string, error: unknown): SerError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SerError('FILE_ACCESS', `cannot ${what} the feature cache ${path}: ${reason}`, {
    cause: error,
    hint: 'Choose another folder for the cache, or use none.',
  });
}
