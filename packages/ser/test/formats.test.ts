import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudio, writeWav } from '@ser/audio/node';
import { syntheticCorpus } from '@ser/datasets';
import { resample, type Signal } from '@ser/dsp';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingPrediction } from '../src/contract.js';
import { loadRecognizer, type Recognizer } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
let recognizer: Recognizer;

beforeAll(async () => {
  await startBackend();
  const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 6 });
  const { model } = await trainModel({
    corpus,
    model: { kind: 'cnn' },
    frontEnd: DEFAULT_FRONT_END,
    training: { ...TRAINING_DEFAULTS.cnn, epochs: 6 },
    seed: 1,
  });
  await model.save(join(folder, 'model'));
  model.dispose();
  recognizer = await loadRecognizer(join(folder, 'model'));
});

afterAll(() => {
  recognizer.dispose();
  rmSync(folder, { recursive: true });
});

const byLabel = ({ probabilities }: RecordingPrediction): Map<string, number> =>
  new Map(probabilities.map(({ label, probability }) => [label, probability]));

const expectSame = (a: RecordingPrediction, b: RecordingPrediction): void => {
  expect(b.label).toBe(a.label);
  for (const [label, probability] of byLabel(a))
    expect(Math.abs(byLabel(b).get(label)! - probability)).toBeLessThan(0.01);
};

/** The clip as a 16-bit stereo file at another rate, as a recorder would have made it. */
const stereoFile = async (name: string, clip: Signal, sampleRate: number): Promise<string> => {
  const path = join(folder, name);
  const { samples } = resample(clip, sampleRate);
  const channel = Float32Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)));
  await writeWav(path, { channels: [channel, channel], sampleRate });
  return path;
};

it.each([44_100, 48_000, 96_000])('says the same of a clip recorded in stereo at %i Hz', async (sampleRate) => {
  const corpus = syntheticCorpus({ seed: 9 });
  for (const utterance of [corpus.utterances[0]!, corpus.utterances[200]!]) {
    const clip = await corpus.read(utterance);
    const other = await stereoFile('clip.wav', clip, sampleRate);
    expectSame(await recognizer.predict(clip), await recognizer.predict(other));
  }
});

const data = process.env.SER_DATA_DIR;
const originals = data && join(data, 'originals-sample/emodb/wav');
const available = originals !== undefined && existsSync(originals);
if (!available) console.info('skipped: formats of real clips, SER_DATA_DIR has no originals-sample');

describe.skipIf(!available)('a real clip', () => {
  it.each(['03a01Fa', '14a07Wc', '16b10Td'])(
    '%s has one answer as WAV, as FLAC and in stereo at 48 kHz',
    async (name) => {
      const wav = join(originals!, `${name}.wav`);
      const answer = await recognizer.predict(wav);
      expectSame(answer, await recognizer.predict(join(data!, `emodb/wav/${name}.flac`)));
      expectSame(answer, await recognizer.predict(await stereoFile('real.wav', await readAudio(wav), 48_000)));
    },
  );
});
