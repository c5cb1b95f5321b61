import { EMOTIONS, type Emotion } from '@ser/core';
import { expect, it } from 'vitest';
import { type Corpus, speakersOf } from '../corpus/corpus.js';
import { splitCorpus } from '../splits/split-corpus.js';
import { type SyntheticCorpusOptions, syntheticCorpus } from './synthetic-corpus.js';

it('describes itself, and as no benchmark', () => {
  const corpus = syntheticCorpus();
  expect(corpus).toMatchObject({
    name: 'synthetic',
    benchmark: false,
    emotions: ['angry', 'happy', 'neutral', 'sad'],
    duplicates: [],
    skipped: [],
  });
  expect(corpus.title).toContain('no benchmark');
  expect(corpus.utterances).toHaveLength(8 * 4 * 10);
  expect(speakersOf(corpus.utterances)).toHaveLength(8);
  expect(new Set(corpus.utterances.map(({ id }) => id)).size).toBe(320);
  expect(corpus.utterances[0]).toEqual({
    id: 'synthetic/s01-angry-01-1',
    path: 's01/s01-angry-01-1.wav',
    corpus: 'synthetic',
    speaker: 's01',
    gender: 'female',
    emotion: 'angry',
    label: 'angry',
    language: 'zxx',
    sentence: '01',
    text: 'mola tiku sane',
    repetition: 1,
  });
});

it('says the same for the same options, one utterance after the other or alone', async () => {
  const [one, two] = [syntheticCorpus({ seed: 3 }), syntheticCorpus({ seed: 3, utterancesPerEmotion: 12 })];
  const other = syntheticCorpus({ seed: 4 });
  for (const utterance of one.utterances.slice(0, 5)) {
    const { samples } = await one.read(utterance);
    const same = async (corpus: Corpus): Promise<boolean> => {
      const again = (await corpus.read(utterance)).samples;
      return again.length === samples.length && again.every((x, i) => x === samples[i]);
    };
    expect([await same(one), await same(two), await same(other)]).toEqual([true, true, false]);
  }
});

it('never says the same twice', async () => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 20, emotions: ['angry', 'sad'] });
  const sounds = new Set<string>();
  for (const utterance of corpus.utterances)
    sounds.add((await corpus.read(utterance)).samples.slice(4000, 4050).join());
  expect(sounds.size).toBe(corpus.utterances.length);
});

it('makes sound between 1 and 2.5 seconds, in range, for every emotion', async () => {
  const corpus = syntheticCorpus({ speakers: 4, emotions: EMOTIONS, utterancesPerEmotion: 2 });
  for (const utterance of corpus.utterances) {
    const { samples, sampleRate } = await corpus.read(utterance);
    expect(sampleRate).toBe(16_000);
    expect(samples.length).toBeGreaterThanOrEqual(15_950);
    expect(samples.length).toBeLessThanOrEqual(40_050);
    let peak = 0;
    for (const x of samples) peak = Math.max(peak, Math.abs(x));
    expect(peak).toBeGreaterThan(0.01);
    expect(peak).toBeLessThanOrEqual(1);
  }
});

it('is made at least twenty times faster than it is heard', async () => {
  const corpus = syntheticCorpus({ utterancesPerEmotion: 2 });
  let seconds = 0;
  const start = performance.now();
  for (const utterance of corpus.utterances) {
    const { samples, sampleRate } = await corpus.read(utterance);
    seconds += samples.length / sampleRate;
  }
  expect(seconds / ((performance.now() - start) / 1000)).toBeGreaterThan(20);
});

/** Level in dB, zero crossings and duration: what is heard at once. */
async function impressions(corpus: Corpus): Promise<Map<string, number[]>> {
  const all = new Map<string, number[]>();
  for (const utterance of corpus.utterances) {
    const { samples } = await corpus.read(utterance);
    let [power, crossings] = [0, 0];
    for (let i = 1; i < samples.length; i++) {
      power += samples[i]! ** 2;
      if (samples[i]! * samples[i - 1]! < 0) crossings++;
    }
    all.set(utterance.id, [10 * Math.log10(power / samples.length), crossings / samples.length, samples.length]);
  }
  return all;
}

it('has emotions that simple measures tell apart better than chance, but far from always', async () => {
  const corpus = syntheticCorpus({ utterancesPerEmotion: 5 });
  const measured = await impressions(corpus);
  const emotionOf = new Map(corpus.utterances.map(({ id, emotion }) => [id, emotion]));
  let right = 0;
  for (const { train, test } of splitCorpus(corpus, 'loso').folds) {
    const rows = train.map((id) => measured.get(id)!);
    const mean = [0, 1, 2].map((d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
    const sd = [0, 1, 2].map((d) =>
      Math.sqrt(rows.reduce((sum, row) => sum + (row[d]! - mean[d]!) ** 2, 0) / rows.length),
    );
    const centers = corpus.emotions.map((emotion): [Emotion, number[]] => {
      const own = train.filter((id) => emotionOf.get(id) === emotion).map((id) => measured.get(id)!);
      return [emotion, [0, 1, 2].map((d) => own.reduce((sum, row) => sum + row[d]!, 0) / own.length)];
    });
    for (const id of test) {
      const row = measured.get(id)!;
      const distance = (center: number[]): number =>
        center.reduce((sum, c, d) => sum + ((row[d]! - c) / sd[d]!) ** 2, 0);
      const nearest = centers.reduce((a, b) => (distance(b[1]) < distance(a[1]) ? b : a));
      if (nearest[0] === emotionOf.get(id)) right++;
    }
  }
  const recall = right / corpus.utterances.length;
  expect(recall).toBeGreaterThan(0.35);
  expect(recall).toBeLessThan(0.75);
});

it('reads its own utterances only', async () => {
  const corpus = syntheticCorpus();
  await expect(corpus.read({ ...corpus.utterances[0]!, id: 'emodb/03a01Fa' })).rejects.toThrow(
    'utterance must be an utterance of this synthetic corpus, got "emodb/03a01Fa"',
  );
});

it.each([
  [{ speakers: 1 }, 'speakers must be an integer from 2 to 100, got 1'],
  [{ speakers: 2.5 }, 'speakers must be an integer'],
  [{ emotions: ['angry'] }, 'emotions must be two or more different ones of angry, anxious'],
  [{ emotions: ['angry', 'angry'] }, 'emotions must be two or more different ones'],
  [{ emotions: ['angry', 'furious'] }, 'emotions must be two or more different ones'],
  [{ utterancesPerEmotion: 0 }, 'utterancesPerEmotion must be an integer from 1 to 1000, got 0'],
  [{ sampleRate: 4000 }, 'sampleRate must be an integer from 8000 to 48000, got 4000'],
  [{ seed: 0.1 }, 'seed must be an integer, got 0.1'],
])('refuses %j', (options, message) => {
  expect(() => syntheticCorpus(options as SyntheticCorpusOptions)).toThrow(message);
});
