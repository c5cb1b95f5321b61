import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFrontEnd } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tone } from '../../test/audio.js';
import { makeModel } from '../../test/model.js';
import { weightsFile } from '../../test/model-files.js';
import { startBackend } from '../backend/start-backend.js';
import { SerModel } from '../model/ser-model.js';
import { buildModel, MODEL_KINDS, type ModelSpec } from './build-model.js';

let folder: string;

beforeAll(async () => {
  await startBackend();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ser-layers-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const OWN = [
  'AttentionPooling',
  'AttentiveStatistics',
  'FrameMask',
  'MaskedAttentionPooling',
  'ReverseTime',
  'TimeStatistics',
];

const DOCUMENTED: [ModelSpec, string[]][] = [
  ...MODEL_KINDS.map((kind): [ModelSpec, string[]] => {
    const classes: Partial<Record<typeof kind, string[]>> = {
      'tim-net': ['ReverseTime'],
      resnet: ['AttentiveStatistics'],
      baseline: ['TimeStatistics'],
    };
    return [{ kind } as ModelSpec, classes[kind] ?? []];
  }),
  [{ kind: 'cnn', pooling: 'attention' }, ['AttentionPooling']],
  [{ kind: 'lstm', units: 8, bidirectional: true, pooling: 'last' }, []],
  [{ kind: 'cnn', masking: true }, ['FrameMask', 'TimeStatistics']],
  [{ kind: 'cnn-2d', masking: true, pooling: 'attention' }, ['FrameMask', 'MaskedAttentionPooling']],
  [
    { kind: 'gru', units: 8, bidirectional: true, masking: true, pooling: 'last' },
    ['FrameMask', 'ReverseTime', 'TimeStatistics'],
  ],
  [{ kind: 'tim-net', masking: true }, ['FrameMask', 'ReverseTime', 'TimeStatistics']],
  [{ kind: 'resnet', masking: true }, ['AttentiveStatistics', 'FrameMask']],
];

describe.each(DOCUMENTED)('%j', (spec, classes) => {
  it('has no other classes of our own than documented, and is saved and loaded with equal outputs', async () => {
    const model = makeModel(spec);
    const used = new Set(model.network.layers.map((layer) => layer.getClassName()));
    expect(OWN.filter((name) => used.has(name))).toEqual(classes);
    await model.save(folder);
    const loaded = await SerModel.load(folder);
    for (const seconds of [0.3, 1.4]) expect(loaded.predict(tone(seconds))).toEqual(model.predict(tone(seconds)));
    for (const one of [model, loaded]) one.dispose();
  });
});

it('keeps the tiny model below 100 KiB, description of the network included', async () => {
  const model = makeModel(
    { kind: 'tiny' },
    {
      network: buildModel({ kind: 'tiny' }, { frames: 128, coeffs: 64, classes: 8, seed: 0 }),
      frontEnd: createFrontEnd({
        sampleRate: 16_000,
        frame: { nFft: 512, hopLength: 320 },
        features: [{ kind: 'logMel', nMels: 64 }],
      }),
      labels: ['angry', 'calm', 'disgusted', 'fearful', 'happy', 'neutral', 'sad', 'surprised'],
      window: { frames: 128, hopFrames: 32, padding: 'wrap' },
    },
  );
  await model.save(folder);
  const sizes = await Promise.all(
    [join(folder, 'model.json'), await weightsFile(folder)].map(async (path) => (await stat(path)).size),
  );
  expect(sizes[1]).toBe(82_272);
  expect(sizes[0]! + sizes[1]!).toBeLessThan(100 * 1024);
  model.dispose();
});

/** Loads a model with nothing but tfjs and prints its output for the input in `x.json`. */
const PLAIN = `
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import { registerChainedOps } from '@ser/kernels';
registerChainedOps(tf);
const outputs = {};
for (const folder of process.argv.slice(1)) {
  const json = JSON.parse(readFileSync(folder + '/model.json', 'utf8'));
  const weightData = new Uint8Array(readFileSync(folder + '/' + json.weightsManifest[0].paths[0])).buffer;
  const network = await tfl.loadLayersModel(tf.io.fromMemory({ ...json, weightSpecs: json.weightsManifest[0].weights, weightData }));
  outputs[folder] = [...network.predict(tf.tensor(JSON.parse(readFileSync(folder + '/../x.json', 'utf8')))).dataSync()];
}
console.log(JSON.stringify(outputs));
`;

it('opens in plain tfjs with equal outputs where all classes are stock ones', async () => {
  const x = tf.randomNormal([1, 40, 13], 0, 1, 'float32', 1) as tf.Tensor3D;
  await writeFile(join(folder, 'x.json'), JSON.stringify(x.arraySync()));
  const expected = new Map<string, ArrayLike<number>>();
  for (const [index, [spec]] of DOCUMENTED.filter(([, classes]) => classes.length === 0).entries()) {
    const model = makeModel(spec);
    const place = join(folder, `${index}`);
    await model.save(place);
    expected.set(place, (model.network.predict(x) as tf.Tensor).dataSync());
    model.dispose();
  }
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', PLAIN, '--'],
    ...expected.keys(),
  ]);
  const outputs: Record<string, number[]> = JSON.parse(stdout.slice(stdout.indexOf('{')));
  expect(Object.keys(outputs)).toHaveLength(8);
  for (const [place, values] of expected)
    for (const [i, value] of outputs[place]!.entries()) expect(Math.abs(value - values[i]!)).toBeLessThan(1e-5);
}, 30_000);
