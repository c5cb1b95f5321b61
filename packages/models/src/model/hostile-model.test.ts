import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createFrontEnd } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Json, modelJson, namesIn, weightsFile } from '../../test/model-files.js';
import { buildModel } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { SerModel } from './ser-model.js';

let parent: string;
let folder: string;

beforeAll(async () => {
  await startBackend();
});
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ser-hostile-'));
  folder = join(parent, 'model');
  const model = new SerModel({
    network: buildModel({ kind: 'rnn', units: 4 }, { frames: 10, coeffs: 13, classes: 3, seed: 5 }),
    frontEnd: createFrontEnd({
      sampleRate: 16_000,
      frame: { nFft: 512, hopLength: 256 },
      features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
    }),
    labels: ['angry', 'happy', 'sad'],
    window: { frames: 10, hopFrames: 5, padding: 'wrap' },
    card: { name: 'test', description: 'Untrained.', corpora: [], license: 'MIT' },
  });
  await model.save(folder);
  model.dispose();
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

async function damage(change: (json: Json) => void): Promise<void> {
  const json = await modelJson(folder);
  change(json);
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
}

const refusal = async (): Promise<{ code: string; message: string }> => {
  const error = await SerModel.load(folder).then(
    () => new Error('loaded'),
    (reason: unknown) => reason as Error,
  );
  expect(error.name).toBe('SerError');
  expect(error.message).not.toContain('\n');
  return error as Error & { code: string };
};

describe('files', () => {
  it('names a folder that is not there', async () => {
    await rm(folder, { recursive: true });
    expect(await refusal()).toMatchObject({ code: 'NOT_FOUND', message: `no model at ${folder}` });
  });

  it('names a weight file that is missing', async () => {
    const weights = await weightsFile(folder);
    await rm(weights);
    expect(await refusal()).toMatchObject({
      code: 'INVALID_MODEL',
      message: `${folder}: the weight file ${basename(weights)} is missing`,
    });
  });

  it('names a weight file of the wrong length', async () => {
    const weights = await weightsFile(folder);
    const bytes = await readFile(weights);
    await writeFile(weights, bytes.subarray(0, 100));
    const { message } = await refusal();
    expect(message).toBe(`${folder}: ${basename(weights)} holds 100 bytes; model.json describes ${bytes.length}`);
  });

  it('says that model.json is not JSON', async () => {
    await writeFile(join(folder, 'model.json'), '{"format": "layers-mod');
    expect((await refusal()).message).toMatch(`${folder}: model.json is not JSON`);
    await writeFile(join(folder, 'model.json'), Uint8Array.of(0xff, 0xfe, 0x00));
    expect((await refusal()).message).toBe(`${folder}: model.json is not JSON: it is not a text in UTF-8`);
    await writeFile(join(folder, 'model.json'), '<!doctype html>');
    expect((await refusal()).message).toBe(`${folder}: model.json is not JSON but a web page`);
  });

  it('refuses a model.json of absurd size', async () => {
    await writeFile(join(folder, 'model.json'), Buffer.alloc(17 * 2 ** 20, ' '));
    expect((await refusal()).message).toContain('model.json holds 17825792 bytes; at most 16777216 are read');
  });

  it.each(['../weights.bin', '/etc/passwd', 'a/b.bin', '..', 'C:\\x.bin', 'http://host/w.bin', '.hidden', 'w.bin\0'])(
    'keeps weight paths inside the folder: %j',
    async (path) => {
      await damage((json) => {
        json.weightsManifest[0].paths = [path];
      });
      const { code, message } = await refusal();
      expect(code).toBe('INVALID_MODEL');
      expect(message).toContain('weightsManifest.0.paths.0 must be a file name without a path');
    },
  );
});

it('leaves no tensors behind', async () => {
  await damage((json) => json.userDefinedMetadata.ser.labels.pop());
  const before = tf.memory().numTensors;
  await refusal();
  expect(tf.memory().numTensors).toBe(before);
});

describe('contents', () => {
  const cases: [string, (json: Json) => void, string][] = [
    ['another format', (json) => (json.format = 'graph-model'), 'format must be "layers-model", got "graph-model"'],
    ['an array', (json) => (json.modelTopology = [1]), 'cannot be loaded: layer: Improper config format'],
    ['no manifest', (json) => delete json.weightsManifest, 'weightsManifest'],
    ['a negative shape', (json) => (json.weightsManifest[0].weights[0].shape = [-1, 4]), 'shape.0 must be an integer'],
    ['huge weights', (json) => (json.weightsManifest[0].weights[0].shape = [1e6, 1e6]), 'at most 134217728 are read'],
    ['a plain tfjs model', (json) => delete json.userDefinedMetadata, 'not one of ours: it names no front end'],
    ['a newer format', (json) => (json.userDefinedMetadata.ser.format = 2), 'has format 2, newer than 1'],
    ['an unknown label', (json) => (json.userDefinedMetadata.ser.labels[0] = 'an\nger'), 'labels.0 must be'],
    ['too few labels', (json) => json.userDefinedMetadata.ser.labels.pop(), 'labels must be a list of 3 labels'],
    [
      'a label twice',
      (json) => (json.userDefinedMetadata.ser.labels[0] = 'sad'),
      'labels must be at least two different',
    ],
    ['no window', (json) => delete json.userDefinedMetadata.ser.window, 'window'],
    [
      'a window of another length',
      (json) => (json.userDefinedMetadata.ser.window.frames = 9),
      'window.frames must be 10',
    ],
    [
      'temperature 0',
      (json) => (json.userDefinedMetadata.ser.temperature = 0),
      'temperature must be a positive finite',
    ],
    [
      'statistics of neutral clips without deviations',
      (json) => (json.userDefinedMetadata.ser.neutral = { mean: [1], std: [0] }),
      'neutral.std.0 must be a positive finite number',
    ],
    [
      'enrollment without normalization',
      (json) => (json.userDefinedMetadata.ser.enrollment = { kind: 'speaker', clips: 9, shrinkage: 0, scale: true }),
      'enrollment needs a front end that normalizes',
    ],
    ...(
      [
        ['of an unknown kind', { kind: 'all' }, 'enrollment.kind must be enrolled or speaker, got "all"'],
        ['by no clips', { clips: 0 }, 'enrollment.clips must be a positive integer'],
        ['with negative shrinkage', { shrinkage: -1 }, 'enrollment.shrinkage must be a number of at least 0'],
        ['without scale', { scale: undefined }, 'enrollment.scale'],
        ['by a reference of text', { reference: { mean: ['x'], std: [1] } }, 'enrollment.reference.mean.0 must be'],
        [
          'by a deviation of 0',
          { reference: { mean: [0], std: [0] } },
          'enrollment.reference.std.0 must be a positive',
        ],
        ['with an unknown field', { path: '/etc' }, 'enrollment.path is not a field'],
        [
          'by a reference of another length',
          { reference: { mean: [0], std: [1] } },
          'reference.mean must be 13 numbers',
        ],
      ] as const
    ).map(([what, change, message]): [string, (json: Json) => void, string] => [
      `enrollment ${what}`,
      (json) => {
        const { ser } = json.userDefinedMetadata;
        ser.frontEnd.normalization = { mean: new Array(13).fill(0), std: new Array(13).fill(1) };
        ser.enrollment = { kind: 'enrolled', clips: 4, shrinkage: 4, scale: false, ...change };
      },
      message,
    ]),
    ['no card', (json) => delete json.userDefinedMetadata.ser.card, 'card'],
    [
      'coefficients that do not fit the network',
      (json) => (json.userDefinedMetadata.ser.frontEnd.features[0].nMfcc = 12),
      "frontEnd.coeffs must be 13 as the network's input, got 12",
    ],
    [
      'a front end of ten million bands',
      (json) => (json.userDefinedMetadata.ser.frontEnd.features[0].nMels = 1e7),
      'nMels of the front end must be at most 1024, got 10000000',
    ],
    [
      'a front end that makes no sense',
      (json) => (json.userDefinedMetadata.ser.frontEnd.frame.hopLength = -1),
      'hopLength',
    ],
    [
      'an unknown layer',
      (json) => (json.modelTopology.config.layers[1].class_name = 'Lambda'),
      'cannot be loaded: Unknown layer: Lambda',
    ],
    [
      'weights of another shape than the network',
      (json) => (json.modelTopology.config.layers[1].config.units = 5),
      'cannot be loaded',
    ],
  ];

  it.each(cases)('refuses %s', async (_, change, message) => {
    await damage(change);
    const error = await refusal();
    expect(error.code).toBe('INVALID_MODEL');
    expect(error.message).toContain(message);
  });
});

describe('a description that asks for more than the file holds', () => {
  const limit = 'asks for more weights than the';
  const layer = (json: Json, className: string): Json =>
    json.modelTopology.config.layers.find((one: Json) => one.class_name === className).config;

  it.each<[string, (json: Json) => void]>([
    ['a recurrent layer of a billion units', (json) => (layer(json, 'SimpleRNN').units = 1e9)],
    ['a dense layer of a million units', (json) => (layer(json, 'Dense').units = 1e6)],
    ['units beyond all integers', (json) => (layer(json, 'Dense').units = 1e300)],
    ['an input of a billion frames', (json) => (layer(json, 'InputLayer').batch_input_shape[1] = 1e9)],
    ['an input of a billion coefficients', (json) => (layer(json, 'InputLayer').batch_input_shape[2] = 1e9)],
    [
      'a shape of many zeros in the manifest',
      (json) => {
        json.weightsManifest[0].weights.push({ name: 'x', shape: [2 ** 52, 2 ** 52, 0], dtype: 'float32' });
        layer(json, 'SimpleRNN').units = 1e9;
      },
    ],
  ])('is refused before anything is allocated: %s', async (_, change) => {
    await damage(change);
    const tensors = tf.memory().numTensors;
    const bytes = process.memoryUsage().arrayBuffers;
    const { code, message } = await refusal();
    expect(code).toBe('INVALID_MODEL');
    expect(message).toMatch(new RegExp(`${limit}|holds .* bytes, model.json describes`));
    expect(tf.memory().numTensors).toBe(tensors);
    expect(process.memoryUsage().arrayBuffers - bytes).toBeLessThan(2 ** 24);
  });

  it('leaves tfjs as it was', async () => {
    await damage((json) => (layer(json, 'Dense').units = 1e6));
    await refusal();
    const network = buildModel({ kind: 'rnn', units: 64 }, { frames: 10, coeffs: 13, classes: 3, seed: 5 });
    expect(network.countParams()).toBeGreaterThan(10_000);
    network.dispose();
  });

  it('and a window of a billion frames', async () => {
    await damage((json) => (json.userDefinedMetadata.ser.window.frames = 1e9));
    expect((await refusal()).message).toContain('window.frames must be an integer from 1 to 1048576');
  });
});

describe('the graph', () => {
  const layers = (json: Json): Json[] => json.modelTopology.config.layers;

  it.each<[string, (json: Json) => void, RegExp]>([
    [
      'an input that does not exist',
      (json) => (layers(json)[1].inbound_nodes[0][0][0] = 'nothing'),
      /the input of layer \S+ is the output of nothing, which does not exist or depends on it/,
    ],
    [
      'a call that does not exist',
      (json) => (layers(json)[1].inbound_nodes[0][0][1] = 1),
      /is the output of features with 2 calls, which does not exist/,
    ],
    [
      'a circle',
      (json) => (layers(json)[1].inbound_nodes[0][0][0] = layers(json)[2].name),
      /which does not exist or depends on it/,
    ],
    [
      'an output that does not exist',
      (json) => (json.modelTopology.config.output_layers[0][0] = 'nothing'),
      /the network has no layer nothing/,
    ],
    ['a name twice', (json) => (layers(json)[2].name = layers(json)[1].name), /two layers are named/],
    ['two names', (json) => (layers(json)[1].config.name = 'other'), /has another name in its config/],
    [
      'fields that tfjs would read first',
      (json) => (layers(json)[1].inboundNodes = [[['nothing', 0, 0]]]),
      /the field inboundNodes must be named inbound_nodes/,
    ],
    [
      'a layer without its list of inputs',
      (json) => delete layers(json)[1].inbound_nodes,
      /network: layers.1.inbound_nodes is missing/,
    ],
    [
      'more layers than any network has',
      (json) =>
        layers(json).push(
          ...Array.from({ length: 5000 }, (_, i) => ({ ...layers(json)[0], name: `i${i}`, config: {} })),
        ),
      /at most 4096 are built/,
    ],
  ])('with %s is refused', async (_, change, message) => {
    await damage(change);
    const error = await refusal();
    expect(error.code).toBe('INVALID_MODEL');
    expect(error.message).toMatch(message);
  });

  it('that is nested deeper than any network is refused', async () => {
    const text = await readFile(join(folder, 'model.json'), 'utf8');
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    await writeFile(join(folder, 'model.json'), text.replace('"layers":', `"more":${deep},"layers":`));
    expect((await refusal()).message).toBe(`${folder}: model.json is nested deeper than 64 levels`);
  });

  it('whose layers give nothing, or more than memory holds, is refused', async () => {
    const repeat = (n: number) => (json: Json) => {
      json.modelTopology.config.layers.push({
        name: 'more',
        class_name: 'RepeatVector',
        config: { name: 'more', n },
        inbound_nodes: [[['emotion', 0, 0, {}]]],
      });
      json.modelTopology.config.output_layers = [['more', 0, 0]];
    };
    await damage(repeat(1e9));
    expect((await refusal()).message).toMatch('layer more gives outputs of shape [1000000000, 3]; at most');
    await damage((json) => (layers(json).at(-1).config.n = -1));
    expect((await refusal()).message).toMatch('layer more gives outputs of shape [-1, 3]; lengths must be positive');
  });
});

describe('weights', () => {
  it.each<[string, (json: Json) => void, string]>([
    [
      'one file 10 000 times',
      ({ weightsManifest: [group] }) => (group.paths = new Array(10_000).fill(group.paths[0])),
      'weightsManifest.0.paths must be a list of at most 1024 files',
    ],
    [
      'one file twice',
      ({ weightsManifest: [group] }) => group.paths.push(group.paths[0]),
      'weightsManifest must be groups that name each file once',
    ],
    [
      'one weight twice',
      ({ weightsManifest: [group] }) => (group.weights[1].name = group.weights[0].name),
      'weightsManifest must be groups that name each weight once',
    ],
    ['integers', ({ weightsManifest: [group] }) => (group.weights[0].dtype = 'int32'), 'dtype must be "float32"'],
    ['text', ({ weightsManifest: [group] }) => (group.weights[0].dtype = 'string'), 'dtype must be "float32"'],
    [
      'a quantization without scale',
      ({ weightsManifest: [group] }) => (group.weights[0].quantization = { dtype: 'uint8', min: 0 }),
      'quantization.scale',
    ],
  ])('refuses %s', async (_, change, message) => {
    await damage(change);
    const error = await refusal();
    expect(error.code).toBe('INVALID_MODEL');
    expect(error.message).toContain(message);
  });

  it('with one flipped bit are refused by their checksum, and load without one', async () => {
    const weights = await weightsFile(folder);
    const bytes = await readFile(weights);
    bytes[17]! ^= 1;
    await writeFile(weights, bytes);
    expect(await refusal()).toMatchObject({
      code: 'INVALID_MODEL',
      message: `${folder}: the weights are damaged, or belong to another model.json`,
    });
    await damage((json) => delete json.userDefinedMetadata.ser.weightsSha256);
    (await SerModel.load(folder)).dispose();
  });

  it('are read from regular files only', async () => {
    const weights = await weightsFile(folder);
    for (const place of ['device', 'pipe']) {
      await rm(weights);
      if (place === 'device') await symlink('/dev/zero', weights);
      else execFileSync('mkfifo', [weights]);
      expect(await refusal()).toMatchObject({ code: 'FILE_ACCESS', message: `${weights} is not a regular file` });
    }
  });
});

it('refuses a network whose outputs are not probabilities', async () => {
  await damage((json) => (json.modelTopology.config.layers.at(-1).config.activation = 'linear'));
  const { code, message } = await refusal();
  expect(code).toBe('INVALID_MODEL');
  expect(message).toMatch(/the outputs of the network are .*, which are not probabilities/);
});

it('refuses fields named __proto__', async () => {
  const text = await readFile(join(folder, 'model.json'), 'utf8');
  await writeFile(join(folder, 'model.json'), text.replace('"layers":', '"__proto__":{"name":"x"},"layers":'));
  expect((await refusal()).message).toBe(`${folder}: model.json has a field named __proto__`);
});

it('escapes control characters of a card in messages', async () => {
  await damage((json) => {
    json.userDefinedMetadata.ser.card.name = 'evil\u001b[2J';
  });
  const model = await SerModel.load(folder);
  model.dispose();
  expect(() => model.dispose()).toThrow('the model evil\\u001b[2J is disposed');
});

it('a model that is loaded while it is replaced is one of the two', async () => {
  const models = [1, 2].map(
    (seed) =>
      new SerModel({
        network: buildModel({ kind: 'rnn', units: 4 }, { frames: 10, coeffs: 13, classes: 3, seed }),
        frontEnd: createFrontEnd({
          sampleRate: 16_000,
          frame: { nFft: 512, hopLength: 256 },
          features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
        }),
        labels: ['angry', 'happy', 'sad'],
        window: { frames: 10, hopFrames: 5, padding: 'wrap' },
        card: { name: `${seed}`, description: '', corpora: [], license: 'MIT' },
      }),
  );
  const features = { data: new Float32Array(130).fill(0.5), frames: 10, coeffs: 13 };
  const expected = new Map(models.map((model) => [model.card.name, model.uncalibratedProbabilities(features)]));
  let saving = true;
  const writer = (async () => {
    for (let i = 0; i < 4; i++) await models[i % 2]!.save(folder);
    saving = false;
  })();
  await models[0]!.save(folder);
  for (let loads = 0; saving || loads === 0; loads++) {
    const model = await SerModel.load(folder);
    expect(model.uncalibratedProbabilities(features)).toEqual(expected.get(model.card.name));
    model.dispose();
  }
  await writer;
  expect(await namesIn(folder)).toEqual(['model.json', 'weights-….bin']);
});

it('refuses use after dispose, and a second dispose', async () => {
  const model = await SerModel.load(folder);
  const warmer = model.withTemperature(2);
  model.dispose();
  const disposed = { code: 'INVALID_ARGUMENT', message: 'the model test is disposed' };
  expect(() => model.dispose()).toThrow(expect.objectContaining(disposed));
  expect(() => warmer.predict({ samples: new Float32Array(16_000), sampleRate: 16_000 })).toThrow(
    expect.objectContaining(disposed),
  );
  await expect(model.save(folder)).rejects.toMatchObject(disposed);
});

describe('saving', () => {
  it('does not touch a folder that holds something else', async () => {
    const model = await SerModel.load(folder);
    const music = join(parent, 'music');
    await mkdir(music);
    await writeFile(join(music, 'song.txt'), 'la');
    await expect(model.save(music)).rejects.toThrow('holds other files and no model; it is left as it is');
    expect(await readdir(music)).toEqual(['song.txt']);
    await writeFile(join(parent, 'file'), 'x');
    await expect(model.save(join(parent, 'file'))).rejects.toMatchObject({ code: 'FILE_ACCESS' });
    await expect(model.save(join(parent, 'file', 'model'))).rejects.toMatchObject({ code: 'FILE_ACCESS' });
    expect((await readdir(parent)).sort()).toEqual(['file', 'model', 'music']);
  });
});
