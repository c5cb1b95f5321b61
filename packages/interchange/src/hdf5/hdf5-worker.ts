import h5wasm, { type Dataset, type File, type Group } from 'h5wasm';

/** A request to the worker; each gets one answer, `{ value }` or `{ error }`. */
export type Hdf5Request =
  | { readonly kind: 'open'; readonly bytes: Uint8Array }
  | { readonly kind: 'floats'; readonly paths: readonly string[] }
  | { readonly kind: 'close' };

/** Groups, attributes and datasets of a file by path, without the values of datasets. */
export interface Hdf5Content {
  readonly groups: Map<string, readonly string[]>;
  readonly attributes: Map<string, Map<string, string | readonly string[]>>;
  readonly datasets: Map<string, { readonly dtype: unknown; readonly shape: readonly number[] }>;
}

/** The end of the line to the owner: Node's worker threads, or the global scope of a worker in browsers. */
interface Owner {
  addEventListener(type: 'message', listener: (event: { readonly data: Hdf5Request }) => void): void;
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
}

type Library = Awaited<typeof h5wasm.ready>;

/** Bounds of one file; groups can contain themselves. */
const MAX_OBJECTS = 100_000;
const MAX_DEPTH = 32;

const owner = (globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ?? globalThis) as Owner;

let file: File | undefined;
let files = 0;

/** Closes the open file; a damaged one may fail to close. */
function close({ FS }: Library): void {
  if (file === undefined) return;
  const { filename } = file;
  try {
    file.close();
  } catch {}
  file = undefined;
  FS.unlink(filename);
}

/** Returns attributes that are texts or lists of texts. Keras writes an empty list as an empty list of numbers. */
function attributesOf(entity: Group | Dataset): Map<string, string | readonly string[]> {
  const texts = new Map<string, string | readonly string[]>();
  for (const [name, attribute] of Object.entries(entity.attrs)) {
    const { value } = attribute;
    if (typeof value === 'string') texts.set(name, value);
    else if (ArrayBuffer.isView(value) && value.byteLength === 0) texts.set(name, []);
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) texts.set(name, value);
  }
  return texts;
}

function open(library: Library, bytes: Uint8Array): Hdf5Content {
  close(library);
  const name = `/${files++}.h5`;
  library.FS.writeFile(name, bytes);
  try {
    file = new h5wasm.File(name, 'r');
  } catch (error) {
    library.FS.unlink(name);
    throw error;
  }
  const content: Hdf5Content = { groups: new Map(), attributes: new Map(), datasets: new Map() };
  const waiting: { path: string; entity: Group | Dataset; depth: number }[] = [{ path: '', entity: file, depth: 0 }];
  let objects = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, entity, depth } = next;
    if (++objects > MAX_OBJECTS) throw new Error(`it has more than ${MAX_OBJECTS} objects`);
    if (depth > MAX_DEPTH) throw new Error(`its groups are nested more than ${MAX_DEPTH} deep`);
    content.attributes.set(path, attributesOf(entity));
    if (entity instanceof h5wasm.Dataset) {
      content.datasets.set(path, { dtype: entity.dtype, shape: (entity.shape ?? []).map(Number) });
      continue;
    }
    const keys = entity.keys();
    content.groups.set(path, keys);
    for (const key of keys) {
      const child = entity.get(key);
      if (child instanceof h5wasm.Group || child instanceof h5wasm.Dataset)
        waiting.push({ path: path === '' ? key : `${path}/${key}`, entity: child, depth: depth + 1 });
    }
  }
  return content;
}

/** Returns the values of datasets of the open file. */
function floats(paths: readonly string[]): Float32Array[] {
  return paths.map((path) => {
    const found = file?.get(path);
    const value = found instanceof h5wasm.Dataset ? found.value : undefined;
    if (value instanceof Float32Array) return value.slice();
    if (typeof value === 'number') return Float32Array.of(value);
    throw new Error(`${path} holds no float32 values`);
  });
}

async function answer(request: Hdf5Request): Promise<readonly [value: unknown, transfer: readonly unknown[]]> {
  const library = await h5wasm.ready;
  // Errors of the library become exceptions instead of output.
  library.activate_throwing_error_handler();
  switch (request.kind) {
    case 'open':
      return [open(library, request.bytes), []];
    case 'floats': {
      const values = floats(request.paths);
      return [values, values.map(({ buffer }) => buffer)];
    }
    case 'close':
      close(library);
      return [undefined, []];
  }
}

owner.addEventListener('message', async ({ data }) => {
  try {
    const [value, transfer] = await answer(data);
    owner.postMessage({ value }, transfer);
  } catch (error) {
    owner.postMessage({ error: String(error instanceof Error ? error.message : error) });
  }
});
