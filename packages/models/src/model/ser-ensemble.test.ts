import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrontEnd } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tone } from '../../test/audio.js';
import { makeModel } from '../../test/model.js';
import { memberFolder, namesIn } from '../../test/model-files.js';
import { buildModel } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { loadModel } from './load-model.js';
import { SerEnsemble } from './ser-ensemble.js';
import { SerModel } from './ser-model.js';

const card = { name: 'both', description: 'Two views.', corpora: [], license: 'MIT' };
let parent: string;
let folder: string;

beforeAll(async () => {
  await startBackend();
});
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ser-ensemble-'));
  folder = join(parent, 'both');
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

/** Two members with other front ends, windows, calibrations, and orders of labels. */
function makeEnsemble(): SerEnsemble {
  const frontEnd = createFrontEnd({
    sampleRate: 8000,
    frame: { nFft: 256, hopLength: 128 },
    features: [{ kind: 'logMel', nMels: 20 }],
  });
  const mel = new SerModel({
    network: buildModel({ kind: 'cnn-2d', filters: [8] }, { frames: 30, coeffs: 20, classes: 3, seed: 1 }),
    frontEnd,
    labels: ['sad', 'angry', 'happy'],
    window: { frames: 30, hopFrames: 10, padding: 'wrap' },
    temperature: 2,
    card,
  });
  return new SerEnsemble({ members: [makeModel({ kind: 'lstm', units: 8 }), mel], card });
}

describe('predict', () => {
  it('is the mean of what the members say of each emotion', () => {
    const ensemble = makeEnsemble();
    const clip = tone(1.5);
    const [a, b] = ensemble.members.map((member) => member.predict(clip));
    const of = (prediction: typeof a, label: string): number =>
      prediction!.probabilities.find((entry) => entry.label === label)!.probability;
    const prediction = ensemble.predict(clip);
    expect(prediction.probabilities.map(({ label }) => label).sort()).toEqual(['angry', 'happy', 'sad']);
    for (const { label, probability } of prediction.probabilities)
      expect(probability).toBeCloseTo((of(a, label) + of(b, label)) / 2, 9);
    expect(prediction.confidence).toBe(Math.max(...prediction.probabilities.map(({ probability }) => probability)));
  });

  it('of one member is that member', () => {
    const member = makeModel({ kind: 'baseline' });
    expect(new SerEnsemble({ members: [member], card }).predict(tone(1))).toEqual(member.predict(tone(1)));
  });

  it('needs members with the same labels', () => {
    expect(() => new SerEnsemble({ members: [], card })).toThrow('members must be a list of at least one model');
    const other = makeModel({ kind: 'baseline' }, { labels: ['angry', 'happy', 'neutral'] });
    expect(() => new SerEnsemble({ members: [makeModel({ kind: 'baseline' }), other], card })).toThrow(
      "members.1.labels must be angry, happy, sad as the first member's",
    );
  });
});

describe('save and load', () => {
  it('gives back the same ensemble from one folder', async () => {
    const ensemble = makeEnsemble();
    await ensemble.save(folder);
    expect(await namesIn(folder)).toEqual(['ensemble.json', 'member-1-…', 'member-2-…']);
    const loaded = await SerEnsemble.load(folder);
    expect(loaded.card).toEqual(card);
    expect(loaded.predict(tone(1.1))).toEqual(ensemble.predict(tone(1.1)));
  });

  it('saves each member as a model', async () => {
    const ensemble = makeEnsemble();
    await ensemble.save(folder, { precision: 'float16' });
    const member = await SerModel.load(await memberFolder(folder, 2));
    expect(member.labels).toEqual(['sad', 'angry', 'happy']);
  });

  it('is opened by loadModel, as models are', async () => {
    const ensemble = makeEnsemble();
    await ensemble.save(folder);
    expect(await loadModel(folder)).toBeInstanceOf(SerEnsemble);
    expect(await loadModel(join(folder, 'ensemble.json'))).toBeInstanceOf(SerEnsemble);
    expect(await loadModel(await memberFolder(folder, 1))).toBeInstanceOf(SerModel);
    await expect(loadModel(join(parent, 'nothing'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('replaces a model or an ensemble whole, and nothing else', async () => {
    const ensemble = makeEnsemble();
    await ensemble.members[0]!.save(folder);
    await ensemble.save(folder);
    await new SerEnsemble({ members: [ensemble.members[1]!], card }).save(folder);
    expect(await namesIn(folder)).toEqual(['ensemble.json', 'member-1-…']);
    expect(await readdir(parent)).toEqual(['both']);
    await ensemble.members[0]!.save(folder);
    expect(await namesIn(folder)).toEqual(['model.json', 'weights-….bin']);
    expect(await loadModel(folder)).toBeInstanceOf(SerModel);
    await writeFile(join(parent, 'song.txt'), 'la');
    await expect(ensemble.save(parent)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
  });
});

describe('a damaged ensemble is refused', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a file to damage at will
  const damage = async (change: (json: any) => void): Promise<void> => {
    await makeEnsemble().save(folder);
    const path = join(folder, 'ensemble.json');
    const json = JSON.parse(await readFile(path, 'utf8'));
    change(json);
    await writeFile(path, JSON.stringify(json));
  };

  it.each(['../other', '/etc', '..', 'a/b', 'http://host/model', '.hidden'])(
    'with a member outside its folder: %j',
    async (name) => {
      await damage((json) => {
        json.members[0] = name;
      });
      await expect(loadModel(folder)).rejects.toMatchObject({
        code: 'INVALID_MODEL',
        message: expect.stringContaining('members.0 must be the name of a folder inside the ensemble'),
      });
    },
  );

  it('with too many members, none, or a newer format', async () => {
    await damage((json) => {
      json.members = new Array(65).fill('member-1');
    });
    await expect(loadModel(folder)).rejects.toThrow('members must be a list of at most 64 folders');
    await damage((json) => {
      json.members = [];
    });
    await expect(loadModel(folder)).rejects.toThrow('members must be a list of at least one folder');
    await damage((json) => {
      json.format = 2;
    });
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'INVALID_MODEL' });
  });

  it('with a member that is missing, and leaves no tensors behind', async () => {
    await makeEnsemble().save(folder);
    const member = await memberFolder(folder, 2);
    await rm(member, { recursive: true });
    const before = tf.memory().numTensors;
    await expect(loadModel(folder)).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringContaining(`no model at ${member}`),
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
