import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExperiment } from '@ser/experiments';
import { exportKeras } from '@ser/interchange';
import { buildModel, SerModel } from '@ser/models';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer, weightsIn } from './command.fixture.js';
import { DESCRIPTION, writeCorpus } from './corpus.fixture.js';

const CLIPS = ['anna-angry-1.wav', 'ben-sad-2.wav'];

/** A front end of few values. */
const mfcc = (nMfcc: number): object => ({
  sampleRate: 16_000,
  frame: { nFft: 512, hopLength: 320 },
  features: [{ kind: 'mfcc', nMfcc }],
});

/** Files that Keras itself wrote, with its answers, see @ser/interchange. */
const KERAS = new URL('../../interchange/test-data/', import.meta.url);

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);

interface Answer {
  readonly label: string;
  readonly confidence: number;
}
const predict = async (model: string): Promise<Answer[]> => {
  const { stdout } = await ser('predict', '--json', '--model', model, ...CLIPS);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** Writes a network alone, as Keras would after more training. */
const writeNetwork = async (name: string, network: LayersModel): Promise<void> => {
  writeFileSync(at(name), await exportKeras(network, { format: name.endsWith('.h5') ? 'h5' : 'keras' }));
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ser-import-'));
  writeCorpus(folder);
  // One speaker is held out, so that the model is calibrated.
  const calibrated = ['--set', 'training.heldOutSpeakers=1', '--set', 'training.learningRate=0.01'];
  const trained = await ser('train', '--config', 'x.json', ...calibrated, '--out', 'model', '--quiet');
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  for (const form of ['keras', 'h5', 'weights.h5'])
    expect((await ser('model', 'export', '--model', 'model', '--to', form, '--out', `model.${form}`)).code).toBe(0);
  const { network } = await SerModel.load(at('model'));
  await writeNetwork('alone.keras', network);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what `ser export` wrote', () => {
  it.each(['keras', 'h5'])('comes back whole from .%s', async (form) => {
    const out = `back-${form}`;
    const { code, stdout, stderr } = await ser('model', 'import', `model.${form}`, '--out', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^own-cnn: angry, sad, from 64 values every 20\.0 ms in windows of 16 frames\.\nSaved to back-/,
    );
    const [original, again] = [await SerModel.load(at('model')), await SerModel.load(at(out))];
    expect(original.temperature).not.toBe(1);
    for (const part of ['labels', 'window', 'temperature', 'card'] as const)
      expect(again[part]).toEqual(original[part]);
    expect(again.frontEnd.config).toEqual(original.frontEnd.config);
    expect(await predict(out)).toEqual(await predict('model'));
  });

  it('needs nothing beside it', async () => {
    const refused = await ser('model', 'import', 'model.keras', '--like', 'model', '--out', 'never');
    expectRefusal(refused, /^ser: model\.keras: the file already has a front end, labels and windows\n/);
  });

  it('can be kept smaller', async () => {
    expect((await ser('model', 'import', 'model.h5', '--precision', 'float16', '--out', 'small')).code).toBe(0);
    const size = (name: string): number => weightsIn(at(name)).length;
    expect(size('small')).toBeLessThan(0.6 * size('model'));
  });
});

describe('a network alone', () => {
  it('is completed by a model that it is like', async () => {
    const options = ['--like', 'model', '--corpus', 'emodb,own', '--out', 'liked'];
    expect(await ser('model', 'import', 'alone.keras', ...options)).toMatchObject({ code: 0, stderr: '' });
    const [original, liked] = [await SerModel.load(at('model')), await SerModel.load(at('liked'))];
    expect(liked.frontEnd.config).toEqual(original.frontEnd.config);
    expect(liked.card).toMatchObject({
      name: 'alone',
      description: 'Read from alone.keras',
      corpora: ['own', 'emodb'],
      license: original.card.license,
      notes: ['Front end, normalization and windows are those of own-cnn.', 'Not calibrated.'],
    });
    // The calibration belongs to the weights that it was fitted to.
    expect(liked.temperature).toBe(1);
    expect(await predict('liked')).not.toEqual(await predict('model'));
    const weights = await ser('model', 'import', 'model.weights.h5', '--like', 'model', '--out', 'weights');
    expect(weights).toMatchObject({ code: 0, stderr: '' });
    expect(await predict('weights')).toEqual(await predict('liked'));
    expect((await SerModel.load(at('weights'))).card.name).toBe('model');
  });

  it('may have other labels', async () => {
    const spec = { kind: 'cnn', filters: [2] } as const;
    await writeNetwork('three.h5', buildModel(spec, { frames: 16, coeffs: 64, classes: 3, seed: 1 }));
    const labels = ['--labels', 'calm,fearful,happy'];
    const { stdout } = await ser('model', 'import', 'three.h5', '--like', 'model', ...labels, '--out', 'three');
    expect(stdout).toMatch(/^three: calm, fearful, happy, /);
    expectRefusal(
      await ser('model', 'import', 'three.h5', '--like', 'model', '--out', 'never'),
      /^ser: three\.h5: labels must be a list of 3 labels, one for each output of the network, got \["angry","sad"\]/,
    );
  });

  it('is completed by an experiment and labels', async () => {
    const options = ['--config', 'x.json', '--labels', 'angry,sad'];
    expect(await ser('model', 'import', 'alone.keras', ...options, '--out', 'tried')).toMatchObject({
      code: 0,
      stderr: '',
    });
    const { frontEnd, window, card, labels } = await SerModel.load(at('tried'));
    const experiment = parseExperiment(DESCRIPTION);
    expect(frontEnd.config).toMatchObject(experiment.frontEnd);
    expect(frontEnd.config.normalization).toBeUndefined();
    expect(window).toEqual(experiment.training.window);
    expect(labels).toEqual(['angry', 'sad']);
    expect(card).toMatchObject({ corpora: ['own'], license: 'not stated' });
    expect(await predict('tried')).toMatchObject([{ label: expect.any(String) }, { label: expect.any(String) }]);
  });
});

it.each([
  { file: 'convolutional.keras', frames: 12, coeffs: 5 },
  { file: 'recurrent.h5', frames: 7, coeffs: 4 },
])('reads what Keras itself wrote: $file', async ({ file, frames, coeffs }) => {
  const config = {
    ...DESCRIPTION,
    frontEnd: mfcc(coeffs),
    training: { window: { frames, hopFrames: frames, padding: 'wrap' } },
  };
  writeFileSync(at('keras.json'), JSON.stringify(config));
  const options = ['--config', 'keras.json', '--labels', 'angry,happy,sad', '--out', 'keras'];
  const { code, stderr } = await ser('model', 'import', fileURLToPath(new URL(file, KERAS)), ...options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const answers = JSON.parse(readFileSync(new URL('answers.json', KERAS), 'utf8'));
  const { input, output } = answers[file.split('.')[0]!] as { input: number[]; output: number[] };
  const data = Float32Array.from(input.slice(0, frames * coeffs));
  const { probabilities } = (await SerModel.load(at('keras'))).predictFeatures({ data, frames, coeffs });
  const probabilityOf = (label: string): number => probabilities.find((one) => one.label === label)!.probability;
  for (const [i, label] of ['angry', 'happy', 'sad'].entries()) expect(probabilityOf(label)).toBeCloseTo(output[i]!, 6);
});

describe('refusals', () => {
  const load = (...args: string[]): Promise<Outcome> => ser('model', 'import', ...args, '--out', 'never');

  it('name what is missing', async () => {
    expectRefusal(await load('alone.keras'), /^ser: alone\.keras: the file holds a network alone: .*\n.*--like/);
    expectRefusal(
      await load('alone.keras', '--config', 'x.json'),
      /does not name the outputs of the network\n.*--labels/,
    );
    expectRefusal(await load('alone.keras', '--labels', 'angry,sad'), /--labels needs --like or --config/);
    expectRefusal(await load('model.weights.h5'), /model\.weights\.h5 holds only weights: add --like/);
    expectRefusal(await load('nowhere.keras', '--like', 'model'), /^ser: no such file: nowhere\.keras/);
    expectRefusal(await load('alone.keras', '--like', 'nowhere'), /nowhere/);
    expectRefusal(await ser('model', 'import', 'alone.keras'), /--out/);
    expectRefusal(await load('alone.keras', 'model.h5'), /too many arguments/);
  });

  it('name what does not fit', async () => {
    const given = ['--config', 'x.json', '--labels', 'angry,sad'];
    expectRefusal(await load('alone.keras', ...given, '--like', 'model'), /--like and --config both define/);
    expectRefusal(
      await load('alone.keras', '--config', 'x.json', '--labels', 'angry,sad,happy'),
      /^ser: alone\.keras: labels must be a list of 2 labels/,
    );
    expectRefusal(
      await load('alone.keras', '--like', 'model', '--labels', 'angry,ma\u0007d'),
      /--labels must be names of emotions/,
    );
    expectRefusal(await load('alone.keras', '--like', 'model', '--labels', 'sad'), /--labels must be two or more/);
    writeFileSync(at('mfcc.json'), JSON.stringify({ ...DESCRIPTION, frontEnd: mfcc(13) }));
    expectRefusal(
      await load('alone.keras', '--config', 'mfcc.json', '--labels', 'angry,sad'),
      /^ser: alone\.keras: frontEnd\.coeffs must be 64 as the network's input, got 13/,
    );
    writeFileSync(at('other.json'), JSON.stringify({ ...DESCRIPTION, training: {} }));
    expectRefusal(
      await load('alone.keras', '--config', 'other.json', '--labels', 'angry,sad'),
      /^ser: alone\.keras: window\.frames must be 16 as the network's input, got \d+/,
    );
  });

  it('meet a network that gives no probabilities', async () => {
    await writeNetwork(
      'logits.keras',
      sequential({ layers: [layers.flatten({ inputShape: [16, 64] }), layers.dense({ units: 2 })] }),
    );
    expectRefusal(await load('logits.keras', '--like', 'model'), /^ser: logits\.keras: .*not probabilities\n.*softmax/);
  });

  it('meet damaged files', async () => {
    for (const name of ['model.keras', 'model.h5', 'model.weights.h5']) {
      const bytes = readFileSync(at(name));
      const cut = `cut-${name}`;
      writeFileSync(at(cut), bytes.subarray(0, bytes.length / 2));
      expectRefusal(await load(cut, ...(name.includes('weights') ? ['--like', 'model'] : [])), /^ser: cut-model\./);
    }
    writeFileSync(at('text.keras'), 'dear diary');
    expectRefusal(await load('text.keras'), /^ser: text\.keras: the bytes are neither a \.keras nor an \.h5 file/);
    writeFileSync(at('hollow.h5'), '');
    expectRefusal(await load('hollow.h5'), /^ser: hollow\.h5: /);
    expect(existsSync(at('never'))).toBe(false);
  });
});
