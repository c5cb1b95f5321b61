import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tone } from '../../test/audio.js';
import { makeModel } from '../../test/model.js';
import { weightsFile } from '../../test/model-files.js';
import { startBackend } from '../backend/start-backend.js';
import { SerModel } from '../model/ser-model.js';
import { float16Bits, type Precision, quantizeWeights } from './quantize-weights.js';

let folder: string;

beforeAll(async () => {
  await startBackend();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-precision-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The value of a float16, by its definition. */
function fromBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

describe('float16Bits', () => {
  it('keeps every float16', () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      expect(float16Bits(fromBits(bits))).toBe(bits);
      expect(float16Bits(-fromBits(bits))).toBe(bits | 0x8000);
    }
  });

  it('takes the nearest one, and of two as near the even one', () => {
    fc.assert(
      fc.property(fc.float({ min: -65_504, max: 65_504, noNaN: true }), (value) => {
        const bits = float16Bits(value);
        const error = Math.abs(fromBits(bits) - value);
        for (const other of [bits - 1, bits + 1]) {
          if ((other & 0x7fff) >= 0x7c00 || other < 0 || (other & 0x8000) !== (bits & 0x8000)) continue;
          const further = Math.abs(fromBits(other) - value);
          expect(error).toBeLessThanOrEqual(further);
          if (error === further && error > 0) expect(bits % 2).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe.each<[Precision, number, number]>([
  ['float16', 2, 1e-3],
  ['int8', 3.5, 3e-2],
])('%s', (precision, smaller, error) => {
  it('makes the weights smaller, and predictions hardly different', async () => {
    for (const kind of ['lstm', 'resnet', 'tim-net'] as const) {
      const model = makeModel({ kind });
      await model.save(join(folder, 'full'));
      await model.save(join(folder, 'small'), { precision });
      const [full, small] = await Promise.all(
        ['full', 'small'].map(async (name) => (await stat(await weightsFile(join(folder, name)))).size),
      );
      expect(full! / small!).toBeGreaterThanOrEqual(smaller);
      const loaded = await SerModel.load(join(folder, 'small'));
      const features = model.frontEnd.extract(tone(1.2));
      const expected = model.uncalibratedProbabilities(features);
      const actual = loaded.uncalibratedProbabilities(features);
      expect(actual).not.toEqual(expected);
      for (const [i, p] of actual.entries()) expect(Math.abs(p - expected[i]!)).toBeLessThan(error);
      for (const one of [model, loaded]) one.dispose();
    }
  });

  it('is undone by plain tfjs', async () => {
    const model = makeModel({ kind: 'cnn', filters: [8, 8] });
    await model.save(join(folder, 'small'), { precision });
    const json = JSON.parse(await readFile(join(folder, 'small', 'model.json'), 'utf8'));
    const bytes = new Uint8Array(await readFile(await weightsFile(join(folder, 'small'))));
    const network = await tfl.loadLayersModel(
      tf.io.fromMemory({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData: bytes.buffer }),
    );
    const loaded = await SerModel.load(join(folder, 'small'));
    const x = tf.randomNormal([2, 40, 13], 0, 1, 'float32', 1);
    expect((network.predict(x) as tf.Tensor).dataSync()).toEqual((loaded.network.predict(x) as tf.Tensor).dataSync());
  });
});

it('int8 is off by half a step at most, and exact where all values are one', () => {
  const values = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i) * 3);
  const { weightSpecs, weightData } = quantizeWeights(
    {
      weightSpecs: [
        { name: 'a', shape: [8, 8], dtype: 'float32' },
        { name: 'b', shape: [2, 2], dtype: 'float32' },
      ],
      weightData: tf.io.CompositeArrayBuffer.join([values.buffer, new Float32Array(4).fill(0.7).buffer]),
    },
    'int8',
  );
  const { a, b } = tf.io.decodeWeights(weightData!, weightSpecs!);
  const half = (Math.max(...values) - Math.min(...values)) / 255 / 2;
  for (const [i, value] of a!.dataSync().entries()) expect(Math.abs(value - values[i]!)).toBeLessThan(half * 1.001);
  expect([...b!.dataSync()]).toEqual(new Array(4).fill(Math.fround(0.7)));
});

it('leaves alone what float16 cannot hold', () => {
  const { weightSpecs } = quantizeWeights(
    {
      weightSpecs: [{ name: 'variance', shape: [2], dtype: 'float32' }],
      weightData: Float32Array.of(1, 70_000).buffer,
    },
    'float16',
  );
  expect(weightSpecs![0]!.quantization).toBeUndefined();
});

it('refuses other precisions', async () => {
  const model = makeModel({ kind: 'baseline' });
  await expect(model.save(join(folder, 'x'), { precision: 'int4' as 'int8' })).rejects.toThrow(
    'precision must be float32, float16, int8, got "int4"',
  );
});
