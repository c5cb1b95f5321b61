import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrontEnd, type FrontEnd, type Signal } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tone } from '../../test/audio.js';
import { namesIn, weightsFile } from '../../test/model-files.js';
import { buildModel, type ModelSpec } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { toWindows } from '../predict/windows.js';
import type { SerModelParts } from './model-parts.js';
import { SerModel } from './ser-model.js';

const LABELS = ['angry', 'happy', 'sad'] as const;

let frontEnd: FrontEnd;
let parent: string;
let folder: string;

beforeAll(async () => {
  await startBackend();
  frontEnd = createFrontEnd({
    sampleRate: 16_000,
    frame: { nFft: 512, hopLength: 256 },
    features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
  });
  frontEnd = frontEnd.withNormalization({ mean: new Array(13).fill(-3), std: new Array(13).fill(40) });
});
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ser-models-'));
  folder = join(parent, 'model');
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

function makeModel(spec: ModelSpec = { kind: 'lstm', units: 8 }, parts: Partial<SerModelParts> = {}): SerModel {
  return new SerModel({
    network: buildModel(spec, { frames: 40, coeffs: 13, classes: 3, seed: 5 }),
    frontEnd,
    labels: LABELS,
    window: { frames: 40, hopFrames: 20, padding: 'wrap' },
    card: { name: 'test', description: 'Untrained.', corpora: [], license: 'MIT' },
    ...parts,
  });
}

describe('predict', () => {
  it('ranks all labels with probabilities that add up to 1, for clips of any duration', () => {
    const model = makeModel();
    for (const seconds of [0.1, 0.5, 3]) {
      const { label, confidence, probabilities } = model.predict(tone(seconds));
      expect(probabilities.map((entry) => entry.label).sort()).toEqual([...LABELS]);
      expect(probabilities[0]).toEqual({ label, probability: confidence });
      expect(probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    }
  });

  it('resamples: a 48 kHz clip gives nearly the answer of its 16 kHz original', () => {
    const model = makeModel();
    const sine = (sampleRate: number): Signal => ({
      samples: Float32Array.from({ length: sampleRate }, (_, i) => 0.5 * Math.sin((1000 * Math.PI * i) / sampleRate)),
      sampleRate,
    });
    const [a, b] = [16_000, 48_000].map((rate) => model.uncalibratedProbabilities(frontEnd.extract(sine(rate))));
    for (const [i, p] of a!.entries()) expect(b![i]).toBeCloseTo(p, 1);
  });

  it('averages over the windows that training sees', () => {
    const model = makeModel();
    const features = frontEnd.extract(tone(2));
    const { data, count } = toWindows(features, model.window);
    expect(count).toBeGreaterThan(3);
    const output = model.network.predict(tf.tensor3d(data, [count, 40, 13])) as tf.Tensor;
    const expected = tf.mean(output, 0).dataSync();
    for (const [i, p] of model.uncalibratedProbabilities(features).entries()) expect(p).toBeCloseTo(expected[i]!, 6);
  });

  it('is softened by temperature, without another order', () => {
    const model = makeModel();
    const plain = model.predict(tone(1));
    const soft = model.withTemperature(5).predict(tone(1));
    expect(soft.probabilities.map(({ label }) => label)).toEqual(plain.probabilities.map(({ label }) => label));
    expect(soft.confidence).toBeLessThan(plain.confidence);
    expect(soft.confidence).toBeGreaterThan(1 / 3);
  });

  it('leaves no tensors behind', () => {
    const model = makeModel();
    model.predict(tone(1));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) model.predict(tone(1));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('returns the files that it saves', async () => {
    const model = makeModel();
    const files = await model.files({ precision: 'float16' });
    await model.save(folder, { precision: 'float16' });
    expect(files[0]!.name).toBe('model.json');
    expect(files.map(({ name }) => name).sort()).toEqual((await readdir(folder)).sort());
    for (const { name, bytes } of files)
      expect(Buffer.from(bytes).equals(await readFile(join(folder, name)))).toBe(true);
  });

  it('refuses features of another front end, and such that are no numbers', () => {
    const model = makeModel();
    expect(() => model.predictFeatures({ data: new Float32Array(50), frames: 5, coeffs: 10 })).toThrow(
      "features.coeffs must be 13 as the model's front end, got 10",
    );
    const data = new Float32Array(5 * 13).fill(Number.NaN);
    expect(() => model.predictFeatures({ data, frames: 5, coeffs: 13 })).toThrow(
      'features.data must be finite numbers',
    );
  });
});

it.each<ModelSpec>([
  { kind: 'cnn', filters: [16, 16] },
  { kind: 'rnn', units: 16 },
  { kind: 'lstm', units: 16 },
  { kind: 'lstm', units: 8, bidirectional: true, layers: 2 },
])('predicts on wasm what the cpu backend predicts: %j', async (spec) => {
  const model = makeModel(spec);
  const features = frontEnd.extract(tone(1.5));
  await startBackend({ backend: 'cpu' });
  const expected = model.uncalibratedProbabilities(features);
  await startBackend({ backend: 'wasm' });
  const actual = model.uncalibratedProbabilities(features);
  expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(1e-3);
  for (const [i, p] of actual.entries()) expect(Math.abs(p - expected[i]!)).toBeLessThan(1e-4);
});

it('refuses parts that do not fit together', () => {
  expect(() => makeModel(undefined, { labels: ['angry', 'sad'] })).toThrow('labels must be a list of 3 labels');
  expect(() => makeModel(undefined, { labels: ['angry', 'sad', 'sad'] })).toThrow('labels must be different');
  expect(() => makeModel(undefined, { window: { frames: 39, hopFrames: 20, padding: 'zero' } })).toThrow(
    "window.frames must be 40 as the network's input, got 39",
  );
  expect(() => makeModel(undefined, { temperature: 0 })).toThrow('temperature must be a positive finite number, got 0');
  const { normalization: _, ...config } = frontEnd.config;
  const other = createFrontEnd({ ...config, features: [{ kind: 'mfcc', nMfcc: 12 }] });
  expect(() => makeModel(undefined, { frontEnd: other })).toThrow("frontEnd.coeffs must be 13 as the network's input");
});

describe('save and load', () => {
  it.each<ModelSpec>([
    { kind: 'cnn', filters: [8, 8] },
    { kind: 'rnn', units: 8 },
    { kind: 'lstm', units: 8 },
    { kind: 'lstm', units: 8, bidirectional: true },
  ])('gives back the same model: %j', async (spec) => {
    const model = makeModel(spec, { temperature: 1.5 });
    await model.save(folder);
    expect(await namesIn(folder)).toEqual(['model.json', 'weights-….bin']);
    const loaded = await SerModel.load(folder);
    expect(loaded.frontEnd.config).toEqual(model.frontEnd.config);
    expect([loaded.labels, loaded.window, loaded.temperature, loaded.card]).toEqual([
      model.labels,
      model.window,
      model.temperature,
      model.card,
    ]);
    expect(loaded.predict(tone(1.3))).toEqual(model.predict(tone(1.3)));
  });

  it('is read by plain tfjs with equal outputs', async () => {
    const model = makeModel({ kind: 'cnn', filters: [8, 8] });
    await model.save(folder);
    const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const bytes = new Uint8Array(await readFile(await weightsFile(folder)));
    const network = await tfl.loadLayersModel(
      tf.io.fromMemory({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData: bytes.buffer }),
    );
    const x = tf.randomNormal([2, 40, 13], 0, 1, 'float32', 1);
    expect((network.predict(x) as tf.Tensor).dataSync()).toEqual((model.network.predict(x) as tf.Tensor).dataSync());
  });

  it('works through any tfjs handler', async () => {
    const model = makeModel();
    let stored: tf.io.ModelArtifacts | undefined;
    await model.save({
      save: async (artifacts) => {
        stored = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    });
    const loaded = await SerModel.load({ load: async () => stored! });
    expect(loaded.predict(tone(0.5))).toEqual(model.predict(tone(0.5)));
    await expect(model.save({ load: async () => stored! })).rejects.toThrow('a place that can be written to');
  });

  it('replaces an older model and keeps other files', async () => {
    await makeModel({ kind: 'cnn', filters: [8, 8] }).save(folder);
    await writeFile(join(folder, 'README.md'), 'mine');
    const newer = makeModel({ kind: 'rnn', units: 8 });
    await newer.save(folder);
    expect(await namesIn(folder)).toEqual(['README.md', 'model.json', 'weights-….bin']);
    expect(await readdir(join(folder, '..'))).toEqual(['model']);
    expect((await SerModel.load(folder)).predict(tone(1))).toEqual(newer.predict(tone(1)));
  });

  it('leaves no tensors behind when a loaded model is disposed', async () => {
    const model = makeModel();
    await model.save(folder);
    const before = tf.memory().numTensors;
    (await SerModel.load(folder)).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
