import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { failureOf } from '../../test/temporary-folder.js';
import { exploreCorpus } from './explore-corpus.js';

const corpus = fixtureCorpus({ speakers: ['b', 'a'], emotions: ['angry', 'sad'], sentences: 2 });
const rate = 16_000;
const tone = (seconds: number, amplitude: number): Float32Array =>
  Float32Array.from({ length: seconds * rate }, (_, i) => amplitude * Math.sin(0.3 * i));

/** The clips in turn: a quiet tone, half a second of it in silence, an overdriven one, and zeros. */
const sounds = [
  tone(1, 0.1),
  Float32Array.from([...tone(1, 0.5), ...new Float32Array(rate)]),
  tone(2, 4).map((x) => Math.max(-1, Math.min(1, x))),
  new Float32Array(rate / 2),
];
const spoken = {
  ...corpus,
  utterances: corpus.utterances.slice(0, 7),
  read: async ({ id }: { id: string }) => {
    const index = corpus.utterances.findIndex((utterance) => utterance.id === id);
    return { samples: sounds[index % 4]!, sampleRate: rate };
  },
};

it('counts, and measures durations, levels, clipping and silence', async () => {
  const figures = await exploreCorpus(spoken);
  expect(figures.emotions).toEqual([
    { emotion: 'angry', utterances: 4 },
    { emotion: 'sad', utterances: 3 },
  ]);
  expect(figures.speakers).toEqual([
    { speaker: 'a', utterances: 3 },
    { speaker: 'b', utterances: 4 },
  ]);
  expect(figures.imbalance).toBeCloseTo(4 / 3);
  expect(figures.seconds).toMatchObject({ min: 0.5, median: 2, max: 2 });
  expect(figures.totalSeconds).toBeCloseTo(1 + 2 + 2 + 0.5 + 1 + 2 + 2);
  expect(figures.rmsDb.min).toBeCloseTo(-23, 1);
  expect(figures.clipped).toEqual([2, 6].map((i) => corpus.utterances[i]!.id));
  expect(figures.digitalSilence).toEqual([corpus.utterances[3]!.id]);
  expect(figures.sampleRates).toEqual([{ sampleRate: rate, clips: 7 }]);
  const silent = figures.clips.map(({ silentRatio }) => silentRatio);
  expect(silent[0]).toBeLessThan(0.01);
  expect(silent[1]).toBeGreaterThan(0.4);
  expect(silent[1]).toBeLessThan(0.55);
  expect(silent[3]).toBe(1);
});

it('refuses an empty corpus and can be stopped', async () => {
  expect((await failureOf(exploreCorpus({ ...corpus, utterances: [] }))).code).toBe('INVALID_CORPUS');
  expect((await failureOf(exploreCorpus(spoken, { signal: AbortSignal.abort() }))).code).toBe('ABORTED');
});
