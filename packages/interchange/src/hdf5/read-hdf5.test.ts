import { readFileSync } from 'node:fs';
import { Random, SerError } from '@ser/core';
import { expect, it } from 'vitest';
import { type Hdf5File, isHdf5, withHdf5 } from './read-hdf5.js';

const testData = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../test-data/${name}`, import.meta.url)));

/** Reads everything that a file holds. */
async function readAll(file: Hdf5File): Promise<Map<string, Float32Array>> {
  const paths: string[] = [];
  const visit = (path: string): void => {
    if (file.shape(path) !== undefined) paths.push(path);
    for (const key of file.keys(path)) visit(path === '' ? key : `${path}/${key}`);
  };
  visit('');
  const values = await file.floats(paths);
  return new Map(paths.map((path, index) => [path, values[index]!]));
}

it('withHdf5(bytes, options, use) gives groups, attributes, shapes and values', async () => {
  await withHdf5(testData('sequential.h5'), {}, async (file) => {
    expect(file.keys('')).toEqual(['model_weights']);
    expect(file.text('', 'backend')).toBe('tensorflow');
    expect(file.texts('model_weights', 'layer_names')).toContain('dense');
    expect(file.texts('', 'backend')).toBeUndefined();
    expect(file.text('nowhere', 'backend')).toBeUndefined();
    const all = await readAll(file);
    expect(all.size).toBeGreaterThan(2);
    for (const [path, values] of all)
      expect(values.length).toBe(file.shape(path)!.reduce((product, size) => product * size, 1));
    await expect(file.floats(['nowhere'])).rejects.toThrow('nowhere holds no float32 values');
  });
});

it('withHdf5 reads several files at once, each from its own worker', async () => {
  const names = ['sequential.h5', 'recurrent.h5', 'convolutional.h5'];
  const read = (name: string) => withHdf5(testData(name), {}, async (file) => [...(await readAll(file)).keys()]);
  const together = await Promise.all(names.map(read));
  for (const [index, name] of names.entries()) expect(together[index]).toEqual(await read(name));
});

it.each(['endless.h5', 'endless-873.h5', 'endless-1557.h5'])(
  'withHdf5 stops at the time limit: %s keeps the library busy without end',
  async (name) => {
    await expect(withHdf5(testData(name), { timeLimitMs: 2000 }, readAll)).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: 'the HDF5 file cannot be read: it takes longer than 2000 ms',
    });
    expect((await withHdf5(testData('sequential.h5'), {}, readAll)).size).toBeGreaterThan(2);
  },
);

it('withHdf5 rejects with the reason of the signal, before and during reading', async () => {
  const reason = new Error('the user closed the window');
  const bytes = testData('endless.h5');
  await expect(withHdf5(bytes, { signal: AbortSignal.abort(reason) }, readAll)).rejects.toBe(reason);
  const controller = new AbortController();
  const reading = withHdf5(bytes, { signal: controller.signal }, readAll);
  setTimeout(() => controller.abort(reason), 300);
  await expect(reading).rejects.toBe(reason);
});

it('withHdf5 refuses a time limit below 1 and bytes without the signature', async () => {
  const bytes = testData('sequential.h5');
  await expect(withHdf5(bytes, { timeLimitMs: 0 }, readAll)).rejects.toThrow('timeLimitMs must be');
  expect(isHdf5(bytes)).toBe(true);
  bytes[7] = 0;
  expect(isHdf5(bytes)).toBe(false);
  await expect(withHdf5(bytes, {}, readAll)).rejects.toThrow('it does not begin with the signature of HDF5');
});

/** More with `SER_FUZZ=20000 npx vitest run src/hdf5`. */
const INPUTS = Number(process.env.SER_FUZZ ?? 60);

it(
  `withHdf5 reads or refuses ${INPUTS} mutated files`,
  async () => {
    const sources = ['convolutional.h5', 'recurrent.weights.h5', 'sequential.h5'].map(testData);
    const count = { read: 0, refused: 0, stopped: 0 };
    for (let input = 0; input < INPUTS; input++) {
      const random = new Random(input);
      const bytes = sources[input % sources.length]!.slice();
      const changes = 1 + Math.floor(random.uniform(0, 8));
      for (let change = 0; change < changes; change++)
        bytes[8 + Math.floor(random.uniform(0, bytes.length - 8))] = Math.floor(random.uniform(0, 256));
      try {
        await withHdf5(bytes, { timeLimitMs: 3000 }, readAll);
        count.read++;
      } catch (error) {
        if (!(error instanceof SerError) || error.code !== 'INVALID_MODEL') throw error;
        if (error.message.includes('takes longer')) count.stopped++;
        else count.refused++;
      }
    }
    console.log(`${INPUTS} mutated HDF5 files: ${JSON.stringify(count)}`);
    expect(count.read + count.refused + count.stopped).toBe(INPUTS);
    expect(count.refused).toBeGreaterThan(0);
  },
  60_000 + INPUTS * 200,
);
