import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler, resample } from './resample.js';

const tone = (hz: number, sampleRate: number, seconds = 1) => ({
  samples: Float64Array.from({ length: Math.round(sampleRate * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / sampleRate),
  ),
  sampleRate,
});

/** Amplitude of a tone in the middle of a signal, in dB, by projection under a window that lets nothing else through. */
function level(samples: Float64Array | Float32Array, hz: number, sampleRate: number): number {
  const from = Math.floor(samples.length / 4);
  const length = Math.floor(samples.length / 2);
  let [re, im, sum] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    const x = (2 * Math.PI * (i + 0.5)) / length;
    const weight = 0.35875 - 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) - 0.01168 * Math.cos(3 * x);
    const phase = (2 * Math.PI * hz * (from + i)) / sampleRate;
    re += weight * samples[from + i]! * Math.cos(phase);
    im += weight * samples[from + i]! * Math.sin(phase);
    sum += weight;
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / sum);
}

/** Root mean square of the middle of a signal, in dB of a full-scale tone. */
function loudness(samples: Float64Array | Float32Array): number {
  const middle = samples.subarray(samples.length >> 2, 3 * (samples.length >> 2));
  let sum = 0;
  for (const x of middle) sum += x * x;
  return 10 * Math.log10((2 * sum) / middle.length);
}

const pairs = [
  [48000, 16000],
  [44100, 16000],
  [22050, 16000],
  [16000, 8000],
  [16000, 22050],
  [8000, 48000],
  [16000, 44100],
] as const;

describe.each(pairs)('%i Hz to %i Hz', (from, to) => {
  const lower = Math.min(from, to);

  it('keeps tones up to 0.45 of the lower rate within 0.1 dB, in time and phase', () => {
    for (const share of [0.001, 0.05, 0.2, 0.35, 0.43, 0.45]) {
      const hz = share * lower;
      const { samples } = resample(tone(hz, from), to);
      expect(Math.abs(level(samples, hz, to))).toBeLessThan(0.1);
      if (share > 0.44) continue;
      const expected = tone(hz, to).samples;
      for (let i = to >> 2; i < to >> 1; i += 97) expect(Math.abs(samples[i]! - expected[i]!)).toBeLessThan(0.012);
    }
  });

  it('suppresses everything from half the lower rate on by at least 90 dB', () => {
    if (from > to)
      for (const share of [0.5, 0.503, 0.51, 0.53, 0.57, 0.62, 0.75, 0.9, 1, 1.2])
        if (share * to < from / 2) expect(loudness(resample(tone(share * to + 3, from), to).samples)).toBeLessThan(-90);
    if (from < to)
      // What is not the tone itself is its images.
      for (const share of [0.1, 0.3, 0.44]) {
        const hz = share * from;
        const { samples } = resample(tone(hz, from), to);
        for (const image of [from - hz, from + hz])
          if (image < to / 2) expect(level(samples, image, to)).toBeLessThan(-90);
      }
  });
});

it('returns ceil(n · ratio) samples, in the precision of the input, and the signal itself at its own rate', () => {
  const signal = { samples: new Float32Array(1001).fill(0.5), sampleRate: 22050 };
  const result = resample(signal, 16000);
  expect(result.samples).toBeInstanceOf(Float32Array);
  expect(result.samples.length).toBe(Math.ceil((1001 * 16000) / 22050));
  expect(result.sampleRate).toBe(16000);
  expect(resample(signal, 22050)).toBe(signal);
  expect(Math.abs(result.samples[360]! - 0.5)).toBeLessThan(1e-4);
});

it('converts by any ratio, decimals and large primes included', () => {
  for (const [from, to] of [
    [16000, 16001],
    [44100, 15999],
    [11025.5, 8000],
    [1, 3],
  ] as const) {
    const samples = Float64Array.from({ length: 600 }, (_, i) => Math.cos((2 * Math.PI * i) / 40));
    const result = resample({ samples, sampleRate: from }, to).samples;
    const middle = Math.floor(result.length / 2);
    expect(Math.abs(result[middle]! - Math.cos((2 * Math.PI * middle * from) / to / 40))).toBeLessThan(1e-4);
  }
});

it('gives the same bits whether the samples come at once or in pieces', () => {
  fc.assert(
    fc.property(
      fc.constantFrom([48000, 16000], [22050, 16000], [16000, 22050], [16001, 16000], [3, 20]),
      fc.array(fc.nat(1500), { minLength: 1, maxLength: 8 }),
      ([from, to], lengths) => {
        const total = lengths.reduce((a, b) => a + b, 0);
        const samples = Float32Array.from({ length: total }, (_, i) => Math.sin(i * i * 0.001));
        const plan = createResampler({ from: from!, to: to! });
        const whole = plan.resample(samples);
        const pieces = new Float64Array(whole.length);
        let made = 0;
        const collect = (out: Float64Array, length: number) => {
          pieces.set(out.subarray(0, length), made);
          made += length;
        };
        const stream = plan.stream();
        let at = 0;
        for (const length of lengths) {
          stream.push(samples.subarray(at, at + length), collect);
          at += length;
        }
        stream.flush(collect);
        expect(made).toBe(whole.length);
        expect(pieces.every((value, i) => Object.is(value, whole[i]))).toBe(true);
      },
    ),
    { numRuns: 20 },
  );
});

it('makes a filter once, for streams that know nothing of each other', () => {
  const plan = createResampler({ from: 11025, to: 8000 });
  expect(createResampler({ from: 11025, to: 8000 })).toBe(plan);
  expect(createResampler({ from: 11025, to: 8000 }, { filter: 'scipy' })).not.toBe(plan);
  expect(createResampler({ from: 22050, to: 16000 })).not.toBe(plan);
  const samples = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i * 0.001));
  const whole = plan.resample(samples);
  const begun = plan.stream();
  begun.push(samples.subarray(0, 1000), () => {});
  expect(plan.resample(samples)).toEqual(whole);
  for (const from of [1, 2, 3, 5]) createResampler({ from, to: 7 });
  expect(createResampler({ from: 11025, to: 8000 })).not.toBe(plan);
});

it('refuses rates and signals it cannot use, by name', () => {
  const signal = { samples: new Float32Array(10), sampleRate: 16000 };
  expect(() => resample(signal, 0)).toThrow('to must be a positive number, got 0');
  expect(() => resample({ ...signal, sampleRate: Number.NaN }, 8000)).toThrow('sampleRate must be a positive number');
  expect(() => resample({ ...signal, samples: new Float32Array(0) }, 8000)).toThrow('samples must not be empty');
  expect(() => resample(signal, 8000, { filter: 'linear' as 'sharp' })).toThrow('filter must be sharp or scipy');
});
