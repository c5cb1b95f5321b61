// Plain JavaScript, so that tests and the built package run the same file in a worker.
import h5wasm from 'h5wasm';

/** Bounds of one file; groups can contain themselves. */
const MAX_OBJECTS = 100_000;
const MAX_DEPTH = 32;

/** The port to the owner: Node's worker threads, or the worker's global scope in browsers. */
const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ?? globalThis;

/** @type {import('h5wasm').File | undefined} */
let file;
let files = 0;

/** Closes the open file; a damaged one may fail to close. */
function close(module) {
  if (file === undefined) return;
  const { filename } = file;
  try {
    file.close();
  } catch {}
  file = undefined;
  module.FS.unlink(filename);
}

/** Texts and lists of texts among the attributes; Keras writes an empty list as an empty list of numbers. */
function attributesOf(entity) {
  const texts = new Map();
  for (const [name, attribute] of Object.entries(entity.attrs)) {
    const { value } = attribute;
    if (typeof value === 'string') texts.set(name, value);
    else if (ArrayBuffer.isView(value) && value.length === 0) texts.set(name, []);
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) texts.set(name, value);
  }
  return texts;
}

/** Opens a file and returns its groups, attributes and datasets by path, without the values of datasets. */
function open(module, bytes) {
  close(module);
  const name = `/${files++}.h5`;
  module.FS.writeFile(name, bytes);
  try {
    file = new h5wasm.File(name, 'r');
  } catch (error) {
    module.FS.unlink(name);
    throw error;
  }
  const content = { groups: new Map(), attributes: new Map(), datasets: new Map() };
  const waiting = [{ path: '', entity: file, depth: 0 }];
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
function floats(paths) {
  return paths.map((path) => {
    const value = file?.get(path)?.value;
    if (value instanceof Float32Array) return value.slice();
    if (typeof value === 'number') return Float32Array.of(value);
    throw new Error(`${path} holds no float32 values`);
  });
}

async function answer({ kind, bytes, paths }) {
  const module = await h5wasm.ready;
  // Errors of the library become exceptions instead of output.
  module.activate_throwing_error_handler();
  if (kind === 'open') return [open(module, bytes), []];
  if (kind === 'close') return [close(module), []];
  const values = floats(paths);
  return [values, values.map(({ buffer }) => buffer)];
}

port.addEventListener('message', async ({ data }) => {
  try {
    const [value, transfer] = await answer(data);
    port.postMessage({ value }, transfer);
  } catch (error) {
    port.postMessage({ error: String(error instanceof Error ? error.message : error) });
  }
});
