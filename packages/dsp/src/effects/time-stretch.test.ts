import { describe, expect, it } from 'vitest';
import { yin } from '../pitch/yin.js';
import { pitchShift } from './pitch-shift.js';
import { timeStretch } from './time-stretch.js';

const sampleRate = 16000;
const tone = (hertz: number) => ({
  samples: Float32Array.from({ length: 16000 }, (_, i) => {
    const phase = (2 * Math.PI * hertz * i) / sampleRate;
    return 0.3 * Math.sin(phase) + 0.2 * Math.sin(2 * phase);
  }),
  sampleRate,
});
/** The pitch in the middle. */
const pitch = (signal: { samples: Float32Array | Float64Array; sampleRate: number }) => {
  const { data, frames } = yin(signal, { fMin: 65, fMax: 800, frameLength: 1024 });
  return data[frames >> 1]!;
};

describe('timeStretch', () => {
  it.each([0.5, 0.8, 1, 1.25, 2])('by %f changes the length, not the pitch', (rate) => {
    const stretched = timeStretch(tone(200), { rate, nFft: 1024 });
    expect(stretched.samples).toBeInstanceOf(Float32Array);
    expect(stretched.samples.length).toBe(Math.round(16000 / rate));
    expect(pitch(stretched)).toBeCloseTo(200, 0);
  });

  it('by 1 changes nothing', () => {
    const signal = tone(200);
    const { samples } = timeStretch(signal, { rate: 1 });
    samples.forEach((value, i) => {
      expect(value).toBeCloseTo(signal.samples[i]!, 5);
    });
  });

  it('refuses rates and signals it cannot stretch', () => {
    for (const rate of [0, -1, Number.NaN, 1000])
      expect(() => timeStretch(tone(200), { rate })).toThrow(/^rate must be from 0.01 to 100/);
    expect(() => timeStretch({ samples: new Float32Array(0), sampleRate }, { rate: 1 })).toThrow(/samples/);
    expect(() => timeStretch({ samples: new Float32Array(10), sampleRate }, { rate: 100 })).toThrow(/length/);
  });
});

describe('pitchShift', () => {
  it.each([-12, -3, 0.5, 4, 12])('by %f semitones changes the pitch, not the length', (nSteps) => {
    const shifted = pitchShift(tone(200), { nSteps, nFft: 1024 });
    expect(shifted.samples.length).toBe(16000);
    expect(Math.abs(12 * Math.log2(pitch(shifted) / 200) - nSteps)).toBeLessThan(0.1);
  });

  it('takes steps of any size', () => {
    expect(pitch(pitchShift(tone(200), { nSteps: 12, binsPerOctave: 24 }))).toBeCloseTo(200 * Math.SQRT2, 0);
  });

  it('refuses steps beyond four octaves', () => {
    expect(() => pitchShift(tone(200), { nSteps: 49 })).toThrow(/^nSteps must be from -48 to 48/);
    expect(() => pitchShift(tone(200), { nSteps: Number.NaN })).toThrow(/^nSteps/);
    expect(() => pitchShift(tone(200), { nSteps: 1, binsPerOctave: 0 })).toThrow(/^binsPerOctave/);
  });
});
