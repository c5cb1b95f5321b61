import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { cutSegment } from './cut-segment.js';
import { detectSpeech } from './detect-speech.js';
import { sampleRate, scene, voice } from './scene.fixture.js';

const near = (segments: { start: number; end: number }[], expected: [number, number][], tolerance = 0.1) => {
  expect(segments.length).toBe(expected.length);
  segments.forEach(({ start, end }, i) => {
    expect(Math.abs(start - expected[i]![0])).toBeLessThan(tolerance);
    expect(Math.abs(end - expected[i]![1])).toBeLessThan(tolerance);
  });
};

describe('detectSpeech', () => {
  const dialogue = [
    { at: 1, samples: voice(1.5) },
    { at: 4, samples: voice(0.8, 0.1) },
    { at: 7, samples: voice(2) },
  ];
  const spoken: [number, number][] = [
    [1, 2.5],
    [4, 4.8],
    [7, 9],
  ];

  it.each([
    ['digital silence', 0],
    ['little noise', 0.0005],
    ['much noise', 0.01],
  ])('finds utterances in %s', (_, noise) => {
    near(detectSpeech(scene(10, noise, dialogue)), spoken);
  });

  it('finds nothing in silence and in noise, however loud or uneven', () => {
    expect(detectSpeech(scene(5, 0, []))).toEqual([]);
    expect(detectSpeech(scene(5, 0.1, []))).toEqual([]);
    const uneven = scene(6, 0.003, []);
    for (let i = 2 * sampleRate; i < 3 * sampleRate; i++) uneven.samples[i] = uneven.samples[i]! * 20;
    expect(detectSpeech(uneven)).toEqual([]);
  });

  it('takes a recording without a pause as one segment', () => {
    const samples = voice(3);
    near(detectSpeech({ samples, sampleRate }), [[0, 3]], 0.05);
  });

  it('keeps a soft, noisy edge of a word, which could not begin one', () => {
    const random = new Random('fricative');
    const hiss = Float32Array.from({ length: 0.2 * sampleRate }, () => 0.02 * random.normal());
    const alone = scene(4, 0.001, [{ at: 1, samples: hiss }]);
    expect(detectSpeech(alone)).toEqual([]);
    const word = scene(4, 0.001, [
      { at: 1, samples: hiss },
      { at: 1.2, samples: voice(0.6) },
    ]);
    near(detectSpeech(word), [[1, 1.8]]);
  });

  it('bridges short pauses, drops clicks and pads within bounds', () => {
    const pair = [
      { at: 0.02, samples: voice(0.5) },
      { at: 0.72, samples: voice(0.5) },
    ];
    const audio = scene(3, 0.001, [...pair, { at: 2.5, samples: voice(0.02) }]);
    near(detectSpeech(audio), [[0, 1.22]]);
    near(
      detectSpeech(audio, { minPause: 0.1, padding: 0 }),
      [
        [0.02, 0.52],
        [0.72, 1.22],
      ],
      0.06,
    );
    const padded = detectSpeech(audio, { minPause: 0.05, padding: 5 });
    expect(padded[0]!.start).toBe(0);
    expect(padded[0]!.end).toBeCloseTo(padded[1]!.start, 10);
    expect(padded[1]!.end).toBe(3);
  });

  it('cuts long segments at their quietest points', () => {
    const long = voice(6);
    for (const dip of [2, 4])
      for (let i = dip * sampleRate; i < (dip + 0.06) * sampleRate; i++) long[i] = long[i]! / 10;
    const segments = detectSpeech(scene(8, 0.0005, [{ at: 1, samples: long }]), { maxSpeech: 2.5, padding: 0 });
    expect(segments.length).toBeGreaterThanOrEqual(3);
    for (const { start, end } of segments) expect(end - start).toBeLessThanOrEqual(2.51);
    expect(segments.some(({ end }) => Math.abs(end - 3.03) < 0.1)).toBe(true);
    expect(segments.at(-1)!.end).toBeCloseTo(7, 0);
  });

  it('follows a noise floor that changes over a long recording', () => {
    const quiet = scene(60, 0.0005, [{ at: 20, samples: voice(1, 0.02) }]);
    const loud = scene(60, 0.01, [{ at: 20, samples: voice(1, 0.6) }]);
    const samples = new Float32Array(120 * sampleRate);
    samples.set(quiet.samples);
    samples.set(loud.samples, 60 * sampleRate);
    near(detectSpeech({ samples, sampleRate }), [
      [20, 21],
      [80, 81],
    ]);
  });

  it('works on recordings shorter than a frame', () => {
    expect(detectSpeech({ samples: new Float32Array(5), sampleRate })).toEqual([]);
  });

  it('refuses options that make no sense', () => {
    const audio = { samples: voice(1), sampleRate };
    expect(() => detectSpeech(audio, { offsetDb: 20 })).toThrow(
      'offsetDb must be positive, and at most onsetDb, got 20',
    );
    expect(() => detectSpeech(audio, { onsetDb: 0 })).toThrow('onsetDb must be positive');
    expect(() => detectSpeech(audio, { maxFlatness: 2 })).toThrow('maxFlatness must be above 0');
    expect(() => detectSpeech(audio, { minPause: -1 })).toThrow('minPause must be 0 or more seconds');
    expect(() => detectSpeech(audio, { maxSpeech: 0.1 })).toThrow('maxSpeech must be positive');
    expect(() => detectSpeech({ samples: new Float32Array(0), sampleRate })).toThrow('at least one sample');
  });
});

describe('cutSegment', () => {
  const audio = { samples: Float32Array.from({ length: 10 }, (_, i) => i), sampleRate: 10 };

  it('gives the samples between two times, without copying', () => {
    const cut = cutSegment(audio, { start: 0.2, end: 0.5 });
    expect(cut).toEqual({ samples: Float32Array.of(2, 3, 4), sampleRate: 10 });
    expect(cut.samples.buffer).toBe(audio.samples.buffer);
    expect(cutSegment(audio, { start: 0, end: 1 }).samples.length).toBe(10);
    expect(cutSegment(audio, { start: 0.99, end: 1 }).samples.length).toBe(1);
  });

  it('refuses times outside the recording', () => {
    expect(() => cutSegment(audio, { start: 1, end: 2 })).toThrow('start must be from 0 to below 1 s, got 1');
    expect(() => cutSegment(audio, { start: 0.5, end: 0.5 })).toThrow('end must be above 0.5 and up to 1 s');
    expect(() => cutSegment(audio, { start: 0, end: 1.1 })).toThrow('got 1.1');
  });
});
