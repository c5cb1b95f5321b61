import { describe, expect, it } from 'vitest';
import { chromaStft } from './chroma.js';
import { chromaFilterBank } from './chroma-filters.js';
import { estimateTuning } from './estimate-tuning.js';
import { tonnetz } from './tonnetz.js';

const sampleRate = 22050;
const tones = (...hertz: number[]) => ({
  samples: Float32Array.from({ length: 22050 }, (_, i) =>
    hertz.reduce((sum, f) => sum + 0.2 * Math.sin((2 * Math.PI * f * i) / sampleRate), 0),
  ),
  sampleRate,
});
const strongest = (row: Float32Array) => row.indexOf(row.reduce((a, b) => Math.max(a, b)));

describe('chromaStft', () => {
  it('finds the pitch class of a tone, from C upwards', () => {
    const frame = (hertz: number, options = {}) =>
      chromaStft(tones(hertz), { tuning: 0, ...options }).data.subarray(20 * 12, 21 * 12);
    expect(strongest(frame(440))).toBe(9);
    expect(strongest(frame(261.63))).toBe(0);
    expect(strongest(frame(523.25))).toBe(0);
    expect(strongest(frame(440, { baseC: false }))).toBe(0);
    expect(frame(440)[9]).toBe(1);
  });

  it('estimates the tuning of the clip if none is given', () => {
    const quarterToneUp = tones(440 * 2 ** (0.3 / 12), 660 * 2 ** (0.3 / 12));
    expect(estimateTuning(quarterToneUp)).toBeCloseTo(0.3, 1);
    const given = chromaStft(quarterToneUp, { tuning: estimateTuning(quarterToneUp, { hopLength: 512 }) });
    expect(chromaStft(quarterToneUp).frames).toBe(given.frames);
    expect(estimateTuning({ samples: new Float32Array(4000), sampleRate })).toBe(0);
  });

  it('scales each frame by the norm', () => {
    const row = (norm: number | null) => chromaStft(tones(440), { tuning: 0, norm }).data.subarray(240, 252);
    expect(row(1).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(row(2).reduce((a, b) => a + b * b, 0)).toBeCloseTo(1, 5);
    expect(Math.max(...row(null))).toBeGreaterThan(1);
    expect(Math.min(...row(-Infinity))).toBeCloseTo(1, 5);
  });

  it('refuses options out of range', () => {
    expect(() => chromaStft(tones(440), { tuning: 0, norm: -1 })).toThrow(/^norm must be/);
    expect(() => chromaStft(tones(440), { tuning: 0, nChroma: 0 })).toThrow(/^nChroma must be/);
    expect(() => chromaStft(tones(440), { tuning: Number.NaN })).toThrow(/^tuning must be/);
    expect(() => chromaFilterBank({ sampleRate: 0 })).toThrow(/^sampleRate must be/);
    expect(() => estimateTuning(tones(440), { resolution: 0 })).toThrow(/^resolution must be/);
  });
});

describe('tonnetz', () => {
  const one = (pitchClass: number) => ({
    data: Float32Array.from({ length: 12 }, (_, c) => (c === pitchClass ? 5 : 0)),
    frames: 1,
    coeffs: 12,
  });

  it('places a pitch class on each circle at its radius', () => {
    for (let c = 0; c < 12; c++) {
      const { data } = tonnetz(one(c));
      expect([0, 2, 4].map((i) => Math.hypot(data[i]!, data[i + 1]!))).toEqual([
        expect.closeTo(1, 5),
        expect.closeTo(1, 5),
        expect.closeTo(0.5, 5),
      ]);
    }
  });

  it('places a fifth a twelfth of the way round the first circle', () => {
    const angle = (c: number) => Math.atan2(tonnetz(one(c)).data[0]!, tonnetz(one(c)).data[1]!);
    const step = (angle(7) - angle(0) + 4 * Math.PI) % (2 * Math.PI);
    expect(Math.min(step, 2 * Math.PI - step)).toBeCloseTo(Math.PI / 6, 5);
  });

  it('is 0 for silence and refuses what is not finite', () => {
    expect([...tonnetz({ data: new Float32Array(12), frames: 1, coeffs: 12 }).data]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(() => tonnetz({ data: Float32Array.of(Number.NaN, 1), frames: 1, coeffs: 2 })).toThrow(/^chroma must be/);
  });
});
