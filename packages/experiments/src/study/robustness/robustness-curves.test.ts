import { Random } from '@ser/core';
import { type Corpus, syntheticCorpus } from '@ser/datasets';
import type { Signal } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import type { ClipAudio, ClipPredictor } from './clip-predictor.js';
import { CORRUPTIONS, corrupt, drawRooms } from './corruptions.js';
import { robustnessCurves } from './robustness-curves.js';

const corpus = syntheticCorpus({ speakers: 3, utterancesPerEmotion: 2 });
const ids = corpus.utterances.map(({ id }) => id);
const powerOf = (samples: ArrayLike<number>): number =>
  Array.from(samples).reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
const decibels = (ratio: number): number => 10 * Math.log10(ratio);

/** Recognizes clips by some of their samples, so that it is right on clean clips only. */
async function memory(): Promise<ClipPredictor & { heard: Signal[] }> {
  const known = new Map<string, (typeof corpus.emotions)[number]>();
  const mark = ({ samples }: Signal): string => Array.from(samples.slice(500, 520)).join();
  for (const utterance of corpus.utterances) known.set(mark(await corpus.read(utterance)), utterance.emotion);
  const heard: Signal[] = [];
  return {
    labels: corpus.emotions,
    heard,
    predict(audio) {
      heard.push(audio);
      return { label: known.get(mark(audio)) ?? 'angry' };
    },
  };
}

it('measures each condition on all utterances, the clean clips first', async () => {
  const rows = await robustnessCurves(await memory(), corpus, { seed: 1, conditions: { white: [20, 0], length: [9] } });
  expect(rows).toEqual([
    { condition: 'clean', value: 0, uar: 1, war: 1, n: 24 },
    { condition: 'white', value: 20, uar: 0.25, war: 0.25, n: 24 },
    { condition: 'white', value: 0, uar: 0.25, war: 0.25, n: 24 },
    // No clip is as long.
    { condition: 'length', value: 9, uar: 1, war: 1, n: 24 },
  ]);
});

it('gives the same audio for the same seed under any other conditions', async () => {
  const heard = async (seed: number, conditions: Parameters<typeof robustnessCurves>[2]['conditions']) => {
    const model = await memory();
    await robustnessCurves(model, corpus, { ids: ids.slice(0, 4), seed, conditions });
    return model.heard;
  };
  const alone = await heard(1, { babble: [5] });
  const among = await heard(1, { white: [3], babble: [10, 5] });
  expect(alone[1]).toEqual(among[3]);
  expect(alone[1]).not.toEqual((await heard(2, { babble: [5] }))[1]);
});

it('mixes babble from other clips than the measured one', async () => {
  const two: Corpus = { ...corpus, utterances: corpus.utterances.slice(0, 2) };
  const model = await memory();
  await robustnessCurves(model, two, { seed: 1, conditions: { babble: [0] } });
  // Both are of one speaker: each is corrupted by the other. What was added to the first is found in the second.
  const [clean, noisy] = model.heard as [ClipAudio, ClipAudio];
  const other = (await corpus.read(two.utterances[1]!)).samples;
  const added = noisy.samples.map((sample, i) => sample - clean.samples[i]!);
  expect(powerOf(added) / powerOf(clean.samples)).toBeCloseTo(1, 3);
  const likeness = (signal: Float32Array, start: number): number => {
    let [product, one, two] = [0, 0, 0];
    for (let i = 0; i < 200; i++) {
      const heard = signal[(start + i) % signal.length]!;
      product += added[i]! * heard;
      one += added[i]! ** 2;
      two += heard ** 2;
    }
    return product / Math.sqrt(one * two);
  };
  const best = (signal: Float32Array): number =>
    Math.max(...Array.from(signal.keys(), (start) => likeness(signal, start)));
  expect(best(other)).toBeGreaterThan(0.999);
  expect(best(clean.samples)).toBeLessThan(0.99);
  const alone = robustnessCurves(model, two, { ids: ids.slice(0, 1), seed: 1, conditions: { babble: [0] } });
  await expect(alone).rejects.toThrow('babble needs at least two utterances');
});

it('mixes babble from other speakers if there are any', async () => {
  // Each speaker is a different tone.
  const hz = new Map(
    [...new Set(corpus.utterances.map(({ speaker }) => speaker))].map((name, i) => [name, 500 + 1000 * i]),
  );
  const tones: Corpus = {
    ...corpus,
    async read({ speaker }) {
      const step = (2 * Math.PI * hz.get(speaker)!) / 16_000;
      return { samples: Float32Array.from({ length: 3200 }, (_, i) => Math.sin(step * i)), sampleRate: 16_000 };
    },
  };
  const heard: Signal[] = [];
  const model: ClipPredictor = {
    labels: corpus.emotions,
    predict(audio) {
      heard.push(audio);
      return { label: 'sad' };
    },
  };
  await robustnessCurves(model, tones, { seed: 1, conditions: { babble: [0] } });
  const share = (samples: ArrayLike<number>, frequency: number): number => {
    const step = (2 * Math.PI * frequency) / 16_000;
    let [re, im] = [0, 0];
    for (let i = 0; i < samples.length; i++) {
      re += samples[i]! * Math.cos(step * i);
      im += samples[i]! * Math.sin(step * i);
    }
    return (2 * (re * re + im * im)) / samples.length ** 2;
  };
  for (const [i, { speaker }] of corpus.utterances.entries()) {
    const [clean, noisy] = [heard[2 * i]!.samples, heard[2 * i + 1]!.samples];
    const added = Float32Array.from(noisy, (sample, k) => sample - clean[k]!);
    expect(share(added, hz.get(speaker)!)).toBeLessThan(1e-6);
    expect(powerOf(added)).toBeGreaterThan(0.4);
  }
});

describe('corrupt', () => {
  const tone = (hz: number, level = 0.1): ClipAudio => ({
    samples: Float32Array.from({ length: 16_000 }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / 16_000)),
    sampleRate: 16_000,
  });
  const source = {
    random: () => new Random(1),
    voices: [tone(700), { ...tone(900), sampleRate: 8000 }],
    response: drawRooms(new Random(1)).of('a clip'),
  };

  it('adds noise and babble at the ratio asked for', () => {
    for (const kind of ['white', 'babble'] as const) {
      const clip = tone(440);
      const { samples } = corrupt(clip, kind, 10, source);
      const noise = samples.map((sample, i) => sample - clip.samples[i]!);
      expect(decibels(powerOf(clip.samples) / powerOf(noise))).toBeCloseTo(10, 2);
    }
  });

  it('keeps what a telephone keeps', () => {
    const through = (hz: number) => powerOf(corrupt(tone(hz), 'telephone', 3400, source).samples.slice(2000, -2000));
    expect(decibels(through(1000) / powerOf(tone(1000).samples))).toBeCloseTo(0, 1);
    expect(decibels(through(5000) / powerOf(tone(5000).samples))).toBeLessThan(-50);
    expect(decibels(through(100) / powerOf(tone(100).samples))).toBeLessThan(-50);
  });

  it('brings clips to a level as a 16-bit recording has it', () => {
    const at = (level: number) => corrupt(tone(440), 'level', level, source).samples;
    expect(decibels(powerOf(at(-30)))).toBeCloseTo(-30, 1);
    expect(at(-70).every((sample) => Number.isInteger(sample * 32768))).toBe(true);
    expect(Math.max(...at(-1))).toBe(32767 / 32768);
  });

  it('adds a room and keeps duration and power', () => {
    const clip = tone(440);
    const { samples } = corrupt(clip, 'reverberation', 0.4, source);
    expect(samples).toHaveLength(16_000);
    expect(powerOf(samples)).toBeCloseTo(powerOf(clip.samples), 6);
    expect(samples).not.toEqual(clip.samples);
  });

  it('cuts long clips and leaves short ones', () => {
    expect(corrupt(tone(440), 'length', 0.5, source).samples).toHaveLength(8000);
    expect(corrupt(tone(440), 'length', 2, source).samples).toHaveLength(16_000);
  });

  it('has values for everything it knows', () => {
    for (const [kind, values] of Object.entries(CORRUPTIONS))
      for (const value of values)
        expect(corrupt(tone(440), kind as keyof typeof CORRUPTIONS, value, source).samples.length).toBeGreaterThan(0);
  });
});

it('names the clip that cannot be corrupted, and refuses options out of range', async () => {
  const silent: Corpus = { ...corpus, read: async () => ({ samples: new Float32Array(800), sampleRate: 16_000 }) };
  const run = (options: Partial<Parameters<typeof robustnessCurves>[2]>, over = corpus, labels = corpus.emotions) =>
    expect(
      robustnessCurves({ labels, predict: () => ({ label: 'angry' }) }, over, {
        seed: 1,
        ids: ids.slice(0, 2),
        ...options,
      }),
    );
  await run({ conditions: { white: [0] } }, silent).rejects.toThrow(`utterance ${ids[0]}: audio without sound`);
  await run({ ids: [] }).rejects.toThrow('ids must be a non-empty list');
  await run({ conditions: { wind: [1] } as never }).rejects.toThrow('conditions must be white, babble, telephone');
  await run({ conditions: { white: [Number.NaN] } }).rejects.toThrow('conditions.white must be finite numbers');
  await run({}, corpus, ['sad']).rejects.toThrow('but the labels of the model are sad');
  await run({ signal: AbortSignal.abort() }).rejects.toMatchObject({ code: 'ABORTED' });
});
