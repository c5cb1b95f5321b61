import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { Random } from '@ser/core';
import { SerModel, startBackend } from '@ser/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRecognizer } from '../src/recognizer.js';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';
import { writeCorpus } from './corpus.fixture.js';

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const json = (...path: string[]): Record<string, unknown> => JSON.parse(readFileSync(at(...path), 'utf8'));

const NEUTRAL = [1, 2, 3];
const clipsOf = (speaker: string, emotion: string, takes: readonly number[]): string[] =>
  takes.map((take) => `${speaker}-${emotion}-${take}.wav`);

beforeAll(async () => {
  await startBackend();
  folder = mkdtempSync(join(tmpdir(), 'ser-known-'));
  writeCorpus(folder);
  const random = new Random(2);
  for (const speaker of ['anna', 'ben', 'cleo', 'dan']) {
    for (const path of clipsOf(speaker, 'neutral', NEUTRAL)) {
      const samples = Float32Array.from({ length: 8000 }, (_, i) => 0.2 * Math.sin(i / 13) + 0.05 * random.normal());
      writeFileSync(at(path), encodeWav({ samples, sampleRate: 16_000 }));
      appendFileSync(at('own.csv'), `${path},neutral,${speaker}\n`);
    }
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ENROLLED = ['--config', 'x.json', '--set', 'speakerAdaptation=enrolled', '--set', 'enrollmentClips=2', '--quiet'];

describe('an enrolled model', () => {
  beforeAll(async () => {
    const trained = await ser('train', ...ENROLLED, '--leave-out', 'anna', '--out', 'model');
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(trained.stdout).toContain(
      'It expects speakers that are enrolled from a few neutral clips (2 of each speaker in training).\n' +
        'Saved to model. Try: ser enroll --model model --speaker anna',
    );
  });

  it('says that it expects enrolled speakers', async () => {
    const card = await ser('model', 'info', '--model', 'model');
    expect(card.stdout).toMatch(/^own-cnn-enrolled\n/);
    expect(card.stdout).toMatch(
      /^speakers: +enrolled from a few neutral clips \(2 of each speaker in training\): ser enroll$/m,
    );
    expect(card.stdout).toContain('Expects speakers that are enrolled from a few neutral clips');
    const { networks } = JSON.parse((await ser('model', 'info', '--model', 'model', '--json')).stdout);
    expect(networks[0].enrollment).toEqual({
      kind: 'enrolled',
      clips: 2,
      shrinkage: 4,
      scale: false,
      description: 'a few neutral clips (2 of each speaker in training)',
    });
    expect(json('model', 'experiment.json')).toMatchObject({ speakerAdaptation: 'enrolled', enrollmentClips: 2 });
  });

  it('says that robustness is judged by strangers', async () => {
    const args = ['--corpus', 'own.csv', '--speakers', 'anna', '--condition', 'telephone', '--out', 'robust'];
    const { code, stdout, stderr } = await ser('robustness', '--model', 'model', ...args);
    expect(code).toBe(0);
    expect(stdout + stderr).toContain(
      'Evaluated without enrollment: this model expects speakers that are enrolled from',
    );
  });

  it('gets to know a speaker by its own reference', async () => {
    const clip = 'anna-angry-1.wav';
    const neutral = clipsOf('anna', 'neutral', [1, 2]);
    expect(
      await ser('enroll', '--model', 'model', '--speaker', 'anna', ...neutral, '--out', 'anna.json'),
    ).toMatchObject({ code: 0, stderr: '' });
    const known = await ser('predict', '--model', 'model', '--speaker', 'anna.json', '--json', clip);
    expect(known).toMatchObject({ code: 0, stderr: '' });
    const stranger = await ser('predict', '--model', 'model', '--json', clip);
    expect(stranger.stderr).toMatch(/^Note: this model expects speakers that are enrolled from a few neutral clips/);
    const [told, alone] = [known, stranger].map(({ stdout }) => JSON.parse(stdout).probabilities);
    expect(alone).not.toEqual(told);

    const recognizer = await loadRecognizer(at('model'));
    const [first, ...others] = [clip, ...neutral].map((file) => at(file));
    const speaker = await recognizer.enroll(others);
    expect((await recognizer.predict(first!, { speaker })).probabilities).toEqual(told);
    const { enrollment, network, frontEnd, labels, window, card } = recognizer.model.members[0] as SerModel;
    expect(enrollment?.reference?.mean).toHaveLength(frontEnd.coeffs);
    const forgetful = new SerModel({ network, frontEnd, labels, window, card });
    expect(() => forgetful.predict({ samples: new Float32Array(8000), sampleRate: 16_000 }, { speaker })).toThrow(
      'made with another model',
    );
    recognizer.dispose();
  });

  it('joins others, each with its own reference', async () => {
    expect((await ser('train', ...ENROLLED, '--seed', '7', '--out', 'other')).code).toBe(0);
    expect((await ser('model', 'ensemble', 'model', 'other', '--out', 'both')).code).toBe(0);
    const neutral = clipsOf('ben', 'neutral', NEUTRAL);
    expect((await ser('enroll', '--model', 'both', '--speaker', 'ben', ...neutral, '--out', 'ben.json')).code).toBe(0);
    expect(json('ben.json').profile).toMatchObject({ clips: 3, adaptations: [{}, {}] });
    const known = await ser('predict', '--model', 'both', '--speaker', 'ben.json', '--json', 'ben-sad-1.wav');
    expect(known).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(known.stdout)).toMatchObject({ speaker: 'ben', label: expect.any(String) });
  });
});

it('adapts to many clips of a speaker if it was trained with speakerAdaptation speaker', async () => {
  const speaker = ['--config', 'x.json', '--set', 'speakerAdaptation=speaker', '--quiet'];
  expect((await ser('train', ...speaker, '--leave-out', 'anna', '--out', 'model-speaker')).code).toBe(0);
  const all = ['angry', 'sad'].flatMap((emotion) => clipsOf('anna', emotion, [1, 2]));
  const enroll = (...clips: string[]) =>
    ser('enroll', '--model', 'model-speaker', '--speaker', 'anna', ...clips, '--out', 'anna-speaker.json');
  expect((await enroll(...all, ...clipsOf('anna', 'neutral', NEUTRAL))).stderr).toBe('');
  expect((await enroll(...all)).stderr).toMatch(
    /^Note: this model was trained with speakers that are enrolled from many clips .*\(7 or more/,
  );
  expect(json('anna-speaker.json')).toMatchObject({ name: 'anna', profile: { clips: 4 } });
});

it('is measured in a folder of its own', async () => {
  const { code, stdout } = await ser('evaluate', ...ENROLLED, '--folds', '1');
  expect(code).toBe(0);
  expect(stdout).toContain('5 utterances of 1 unseen speaker, each enrolled from 2 neutral clips\n');
  expect(existsSync(at('results/own-loso-cnn'))).toBe(false);
  const config = json('results/own-loso-cnn-enrolled/config.json');
  expect(config).toMatchObject({ speakerAdaptation: 'enrolled', enrollmentClips: 2 });
});

it('counts enrollment clips where speakers are enrolled only', async () => {
  const args = ['--config', 'x.json', '--set', 'enrollmentClips=2', '--out', 'never'];
  expectRefusal(
    await ser('train', ...args),
    /enrollmentClips must be absent unless speakerAdaptation is 'enrolled', got 2/,
  );
});
