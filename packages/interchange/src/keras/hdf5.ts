import { SerError } from '@ser/core';
import h5wasm, { type Dataset, type File, type Group } from 'h5wasm';

/** More weights than any file here holds, bytes. */
export const MAX_WEIGHT_BYTES: number = 512 * 2 ** 20;

/** Reads what Keras files consist of. Paths start at the root; missing things are undefined. */
export interface Hdf5Reader {
  /** Names of what a group holds. */
  keys(group: string): string[];
  text(group: string, attribute: string): string | undefined;
  texts(group: string, attribute: string): string[] | undefined;
  /** Shape of a dataset of float32. */
  shape(dataset: string): number[] | undefined;
  floats(dataset: string): Float32Array;
}

/** Writes groups, attributes and datasets; missing parent groups are made. */
export interface Hdf5Writer {
  group(path: string): void;
  text(group: string, attribute: string, value: string): void;
  texts(group: string, attribute: string, values: readonly string[]): void;
  floats(path: string, values: Float32Array, shape: readonly number[]): void;
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

const damaged = (reason: string, cause?: unknown): SerError =>
  new SerError('INVALID_MODEL', `the HDF5 file cannot be read: ${reason}`, { cause });

let files = 0;

/** A name in the memory of the HDF5 library that no other file has. */
const scratchName = (): string => `/ser-${files++}.h5`;

function readerOf(file: File): Hdf5Reader {
  const entity = (path: string): Group | Dataset | undefined => {
    const found = path === '' ? file : file.get(path);
    return found instanceof h5wasm.Group || found instanceof h5wasm.Dataset ? found : undefined;
  };
  const attribute = (path: string, name: string): unknown => {
    const attrs = entity(path)?.attrs;
    return attrs !== undefined && Object.hasOwn(attrs, name) ? attrs[name]!.value : undefined;
  };
  const dataset = (path: string): Dataset | undefined => {
    const found = entity(path);
    return found instanceof h5wasm.Dataset ? found : undefined;
  };
  return {
    keys(path) {
      const found = entity(path);
      return found instanceof h5wasm.Group ? found.keys() : [];
    },
    text(path, name) {
      const value = attribute(path, name);
      return typeof value === 'string' ? value : undefined;
    },
    texts(path, name) {
      const value = attribute(path, name);
      // Keras writes an empty list as one of numbers.
      if (ArrayBuffer.isView(value)) return (value as Float64Array).length === 0 ? [] : undefined;
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
    },
    shape(path) {
      const found = dataset(path);
      if (found === undefined) return undefined;
      if (found.dtype !== '<f') throw damaged(`${path} has the type ${JSON.stringify(found.dtype)}, not float32`);
      return (found.shape ?? []).map(Number);
    },
    floats(path) {
      const value = dataset(path)?.value;
      if (value instanceof Float32Array) return value;
      if (typeof value === 'number') return Float32Array.of(value);
      throw damaged(`${path} holds no float32 values`);
    },
  };
}

/** Opens the bytes of an HDF5 file for the time of `read`. */
export async function readHdf5<T>(bytes: Uint8Array, read: (reader: Hdf5Reader) => T): Promise<T> {
  if (!isHdf5(bytes)) throw damaged('it has not the signature of one');
  const module = await h5wasm.ready;
  // The library's own errors say which check failed, instead of printing it.
  module.activate_throwing_error_handler();
  const name = scratchName();
  module.FS.writeFile(name, bytes);
  let file: File | undefined;
  try {
    file = new h5wasm.File(name, 'r');
    return read(readerOf(file));
  } catch (cause) {
    if (cause instanceof SerError) throw cause;
    throw damaged(firstLine(cause), cause);
  } finally {
    release(() => file?.close());
    release(() => module.FS.unlink(name));
  }
}

const firstLine = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line === '' ? 'damaged' : line.slice(0, 200);
};

/** Runs what may fail on a damaged file whose error has been told already. */
function release(close: () => void): void {
  try {
    close();
  } catch {}
}

function writerOf(file: File): Hdf5Writer {
  const group = (path: string): Group => {
    let at: Group = file;
    for (const part of path.split('/').filter((name) => name !== '')) {
      const inner = at.keys().includes(part) ? at.get(part) : at.create_group(part);
      at = inner as Group;
    }
    return at;
  };
  return {
    group,
    text: (path, name, value) => group(path).create_attribute(name, value),
    texts(path, name, values) {
      // The type of an empty list is that which Keras gives it.
      if (values.length === 0) group(path).create_attribute(name, new Float64Array(0), [0]);
      else group(path).create_attribute(name, [...values]);
    },
    floats(path, data, shape) {
      const at = path.lastIndexOf('/');
      group(path.slice(0, at)).create_dataset({ name: path.slice(at + 1), data, shape: [...shape], dtype: '<f' });
    },
  };
}

/**
 * Runs `write` with the clock at zero. The HDF5 library stamps each object with the time and offers no way to leave
 * that out; as h5py does, we write none, so that equal weights give equal files.
 */
function withoutClock(write: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    write();
  } finally {
    Date.now = now;
  }
}

/** The bytes of an HDF5 file that `write` fills: equal for equal contents. */
export async function writeHdf5(write: (writer: Hdf5Writer) => void): Promise<Uint8Array<ArrayBuffer>> {
  const { FS } = await h5wasm.ready;
  const name = scratchName();
  withoutClock(() => {
    const file = new h5wasm.File(name, 'w');
    try {
      write(writerOf(file));
    } finally {
      file.close();
    }
  });
  const bytes = new Uint8Array(FS.readFile(name));
  FS.unlink(name);
  return bytes;
}
