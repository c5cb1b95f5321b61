import { readFileSync } from 'node:fs';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import { zerosLike } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { exportKeras, importKeras, importSerModel, loadKerasWeights } from '../index.js';
import { answer, COEFFS, difference, drawnNetwork, FRAMES, SPECS, windows } from '../test/networks.js';

interface Answer {
  shape: number[];
  input: number[];
  output: number[];
}

const testData = (name: string): Uint8Array => readFileSync(new URL(`../../test-data/${name}`, import.meta.url));
const answers = JSON.parse(strFromU8(testData('answers.json'))) as Record<string, Answer>;

const NOT_IN_KERAS = new Set(['resnet', 'baseline']);
const specs = SPECS.filter(({ kind }) => !NOT_IN_KERAS.has(kind));

beforeAll(async () => {
  await startBackend();
});

describe('importKeras and loadKerasWeights, files that Keras wrote', () => {
  const files = Object.keys(answers).flatMap((name) => [`${name}.keras`, `${name}.h5`]);

  it.each(files)('%s: the network computes the outputs of Keras', async (file) => {
    const { shape, input, output } = answers[file.split('.')[0]!]!;
    const network = await importKeras(testData(file));
    expect(difference(answer(network, Float32Array.from(input), shape), output)).toBeLessThan(1e-6);
  });

  it('loadKerasWeights sets the weights of a built network', async () => {
    const { shape, input, output } = answers.recurrent!;
    for (const file of ['recurrent.weights.h5', 'recurrent.h5', 'recurrent.keras']) {
      const network = await importKeras(testData('recurrent.keras'));
      for (const layer of network.layers) layer.setWeights(layer.getWeights().map((weight) => zerosLike(weight)));
      expect(difference(answer(network, Float32Array.from(input), shape), output)).toBeGreaterThan(1e-3);
      await loadKerasWeights(network, testData(file));
      expect(difference(answer(network, Float32Array.from(input), shape), output)).toBeLessThan(1e-6);
    }
  });

  it.each([
    ['gru-default.keras', 'layer gru_default: reset_after is true, not false'],
    ['lambda.keras', 'layer doubled: the class Lambda cannot be converted'],
    ['masked.keras', 'layer not_equal (NotEqual) is called with more arguments than its inputs'],
    ['hard.keras', 'layer hard: hard_sigmoid is a different function in Keras 3'],
  ])('%s: a layer that TensorFlow.js computes differently is refused by name', async (file, message) => {
    await expect(importKeras(testData(file))).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringContaining(message),
    });
  });
});

describe('exportKeras', () => {
  it('is tested with outputs that depend on each weight', async () => {
    const network = await drawnNetwork({ kind: 'tim-net', dilations: 4 });
    const before = answer(network);
    const [a, b] = ['forward_3_a_conv', 'backward_3_a_conv'].map((name) => network.getLayer(name));
    const weights = a!.getWeights().map((weight) => weight.clone());
    a!.setWeights(b!.getWeights());
    b!.setWeights(weights);
    expect(difference(answer(network), before)).toBeGreaterThan(1e-4);
  });

  it.each(specs)('keeps the outputs of %j', async (spec) => {
    const network = await drawnNetwork(spec);
    const before = answer(network);
    for (const format of ['keras', 'h5'] as const) {
      const again = await importKeras(await exportKeras(network, { format }));
      expect(difference(answer(again), before)).toBeLessThan(1e-5);
      again.dispose();
    }
    const other = buildModel(spec, { frames: FRAMES, coeffs: COEFFS, classes: 3, seed: 2 });
    await loadKerasWeights(other, await exportKeras(network, { format: 'weights.h5' }));
    expect(difference(answer(other), before)).toBe(0);
    network.dispose();
    other.dispose();
  });

  it('returns equal bytes for equal models', async () => {
    const network = await drawnNetwork({ kind: 'lstm', units: 4 });
    const clock = vi.spyOn(Date, 'now');
    onTestFinished(() => clock.mockRestore());
    for (const format of ['keras', 'h5', 'weights.h5'] as const) {
      clock.mockReturnValue(1_000_000_000_000);
      const first = await exportKeras(network, { format });
      clock.mockReturnValue(2_000_000_000_000);
      expect(await exportKeras(network, { format })).toEqual(first);
      expect(Date.now()).toBe(2_000_000_000_000);
    }
  });

  it('adds less than 40 kB to the weights', async () => {
    const network = await drawnNetwork({ kind: 'lstm' });
    const bytes = await exportKeras(network, { format: 'keras' });
    expect(bytes.length).toBeLessThan(4 * network.countParams() + 40_000);
  });

  it('keeps all parts of a SerModel', async () => {
    const frontEnd = createFrontEnd({
      sampleRate: 16000,
      frame: { nFft: 512, hopLength: 256 },
      features: [{ kind: 'mfcc', nMfcc: COEFFS }],
    });
    const model = new SerModel({
      network: await drawnNetwork({ kind: 'cnn' }),
      frontEnd,
      labels: ['angry', 'happy', 'sad'],
      window: { frames: FRAMES, hopFrames: 32, padding: 'wrap' },
      temperature: 1.5,
      card: { name: 'small', description: 'For a test.', corpora: ['emodb'], license: 'MIT', notes: ['häufig'] },
    });
    const audio = { samples: Float32Array.from({ length: 24000 }, (_, i) => Math.sin(i / 20)), sampleRate: 16000 };
    for (const format of ['keras', 'h5'] as const) {
      const again = await importSerModel(await exportKeras(model, { format }));
      expect(again.card).toEqual(model.card);
      expect(again.window).toEqual(model.window);
      expect(again.frontEnd.config).toEqual(frontEnd.config);
      expect(again.predict(audio)).toEqual(model.predict(audio));
    }
  });

  it('converts a sequential network of tfjs', async () => {
    const network = tfl.sequential({
      layers: [tfl.layers.dense({ units: 4, activation: 'tanh', inputShape: [3] }), tfl.layers.dense({ units: 2 })],
    });
    const input = Float32Array.of(1, -2, 3);
    const again = await importKeras(await exportKeras(network, { format: 'keras' }));
    expect(answer(again, input, [1, 3])).toEqual(answer(network, input, [1, 3]));
  });

  it.each([...NOT_IN_KERAS])('refuses %s and names the layer that Keras lacks', async (kind) => {
    const network = await drawnNetwork({ kind } as never);
    await expect(exportKeras(network, { format: 'keras' })).rejects.toThrow(
      /^layer \w+: the class \w+ cannot be converted/,
    );
  });

  it('refuses hard_sigmoid, a different function in Keras 3', async () => {
    const layer = tfl.layers.lstm({ units: 2, inputShape: [3, 2], name: 'piecewise' });
    const network = tfl.sequential({ layers: [layer] });
    await expect(exportKeras(network, { format: 'h5' })).rejects.toThrow('layer piecewise: hard_sigmoid');
  });

  it('refuses another format', async () => {
    const network = await drawnNetwork({ kind: 'cnn' });
    await expect(exportKeras(network, { format: 'pb' as never })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('importSerModel, a network alone', () => {
  const parts = {
    frontEnd: createFrontEnd({
      sampleRate: 16000,
      frame: { nFft: 512, hopLength: 256 },
      features: [{ kind: 'mfcc', nMfcc: COEFFS }],
    }),
    labels: ['angry', 'happy', 'sad'] as const,
    window: { frames: FRAMES, hopFrames: 32, padding: 'wrap' } as const,
    card: { name: 'small', description: 'For a test.', corpora: [], license: 'MIT' },
  };
  const fileOf = async (network: tfl.LayersModel): Promise<Uint8Array> => exportKeras(network, { format: 'keras' });

  it('adds the given parts', async () => {
    const network = await drawnNetwork({ kind: 'cnn' });
    const model = await importSerModel(await fileOf(network), { parts });
    const features = { data: windows.slice(0, FRAMES * COEFFS), frames: FRAMES, coeffs: COEFFS };
    expect(model.uncalibratedProbabilities(features)).toEqual(
      new SerModel({ ...parts, network }).uncalibratedProbabilities(features),
    );
    expect(model.labels).toEqual(parts.labels);
    await expect(importSerModel(await exportKeras(model, { format: 'h5' }), { parts })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'the file already has a front end, labels and windows',
    });
  });

  it('refuses missing parts and parts that do not fit the network', async () => {
    const bytes = await fileOf(await drawnNetwork({ kind: 'cnn' }));
    await expect(importSerModel(bytes)).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringContaining('the file holds a network alone'),
    });
    const refused = (change: object) => expect(importSerModel(bytes, { parts: { ...parts, ...change } })).rejects;
    await refused({ labels: ['angry', 'sad'] }).toThrow('labels must be a list of 3 labels');
    await refused({ window: { ...parts.window, frames: 63 } }).toThrow(
      "window.frames must be 64 as the network's input",
    );
    const frontEnd = createFrontEnd({ ...parts.frontEnd.config, features: [{ kind: 'mfcc', nMfcc: 9 }] });
    await refused({ frontEnd }).toThrow("frontEnd.coeffs must be 8 as the network's input, got 9");
  });

  it('refuses a network without softmax', async () => {
    const network = tfl.sequential({
      layers: [tfl.layers.flatten({ inputShape: [FRAMES, COEFFS] }), tfl.layers.dense({ units: 3 })],
    });
    await expect(importSerModel(await fileOf(network), { parts })).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringMatching(/^the outputs of the network are .*, which are not probabilities$/),
    });
  });
});

describe('importKeras, hostile files', () => {
  const refused = { name: 'SerError', code: 'INVALID_MODEL' };

  const changed = (change: (config: string) => string, file = 'convolutional.keras'): Uint8Array => {
    const files = unzipSync(testData(file));
    return zipSync({ ...files, 'config.json': strToU8(change(strFromU8(files['config.json']!))) });
  };

  it.each(['convolutional.keras', 'convolutional.h5'])('%s: cut at any length, it is refused', async (file) => {
    const bytes = testData(file);
    for (let i = 0; i < 24; i++)
      await expect(importKeras(bytes.subarray(0, Math.floor((bytes.length * i) / 24)))).rejects.toMatchObject(refused);
  });

  it('noise is refused, also behind the signature of each format', async () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 2_654_435_761) >>> 24);
    await expect(importKeras(noise)).rejects.toMatchObject(refused);
    noise.set([0x50, 0x4b, 3, 4]);
    await expect(importKeras(noise)).rejects.toMatchObject(refused);
    noise.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
    await expect(importKeras(noise)).rejects.toMatchObject(refused);
  });

  it('an archive is refused before a file unpacks to more than its limit', async () => {
    const bomb = zipSync({ 'config.json': new Uint8Array(17 * 2 ** 20) });
    expect(bomb.length).toBeLessThan(20_000);
    await expect(importKeras(bomb)).rejects.toThrow('config.json in the .keras file has 17825792 bytes');
  });

  it.each([
    ['a layer far larger than its weights', '"filters": 6', '"filters": 100000000', 'layer conv: kernel has the shape'],
    ['an unknown class', '"Conv1D"', '"Conv9D"', 'layer conv: the class Conv9D cannot be converted'],
    ['a class of the language', '"Conv1D"', '"constructor"', 'layer conv: the class constructor cannot be converted'],
    ['an unknown setting', '"groups": 1', '"groups": 2', 'layer conv: groups is 2'],
    ['a layer that is missing', '"keras_history": ["conv", 0, 0]', '"keras_history": ["gone", 0, 0]', 'is missing'],
    ['another type', '"name": "float32"', '"name": "float16"', 'its type is "float16"'],
    ['a mask', '"mask": null', '"mask": 1', 'is called with mask = 1'],
    ['no list of layers', '"layers"', '"strata"', 'it lists no layers'],
    ['text that is not JSON', '{"module"', '{module"', 'config.json is not JSON'],
  ])('%s is refused', async (_, from, to, message) => {
    const bytes = changed((config) => config.replace(from, to));
    await expect(importKeras(bytes)).rejects.toMatchObject({ ...refused, message: expect.stringContaining(message) });
  });

  it('JSON nested deeper than 64 levels is refused', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await expect(importKeras(changed(() => deep))).rejects.toMatchObject({
      ...refused,
      message: 'config.json is nested deeper than 64 levels',
    });
  });

  it('a layer with an output of more than 2^28 values is refused', async () => {
    const bytes = changed((config) => {
      const model = JSON.parse(config);
      const [input] = model.config.layers;
      const big = {
        ...{ module: 'keras.layers', class_name: 'RepeatVector', name: 'big', registered_name: null },
        config: { name: 'big', n: 1_000_000_000 },
        inbound_nodes: [
          { args: [{ class_name: '__keras_tensor__', config: { keras_history: ['flat', 0, 0] } }], kwargs: {} },
        ],
      };
      const flat = { ...big, class_name: 'Flatten', name: 'flat', config: { name: 'flat' } };
      const history = [input.name ?? input.config.name, 0, 0];
      flat.inbound_nodes = [
        { args: [{ class_name: '__keras_tensor__', config: { keras_history: history as never } }], kwargs: {} },
      ];
      model.config.layers.push(flat, big);
      return JSON.stringify(model);
    });
    await expect(importKeras(bytes)).rejects.toThrow(/^layer big cannot be built: its output has the shape/);
  });

  it('a refused file does not affect the next file', async () => {
    await expect(importKeras(testData('convolutional.h5').subarray(0, 3000))).rejects.toMatchObject(refused);
    const { shape, input, output } = answers.convolutional!;
    const network = await importKeras(testData('convolutional.h5'));
    expect(difference(answer(network, Float32Array.from(input), shape), output)).toBeLessThan(1e-6);
  });
});
