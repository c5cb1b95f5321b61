import { describe, expect, it } from 'vitest';
import { spectralBandwidth } from './spectral-bandwidth.js';
import { spectralCentroid } from './spectral-centroid.js';
import { binFrequencies } from './spectral-feature.js';
import { spectralFlatness } from './spectral-flatness.js';
import { spectralRolloff } from './spectral-rolloff.js';

const sampleRate = 16000;
/** Two frames of five bins, 2 kHz apart. */
const spectra = (...data: number[]) => ({
  data: Float64Array.from(data),
  frames: data.length / 5,
  coeffs: 5,
  sampleRate,
});
const tone = (hertz: number, length = 4000) => ({
  samples: Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / sampleRate)),
  sampleRate,
});

it('knows the frequencies of the bins', () => {
  expect([...binFrequencies(16000, 8)]).toEqual([0, 2000, 4000, 6000, 8000]);
  expect([...binFrequencies(15, 5)]).toEqual([0, 3, 6]);
});

describe('spectralCentroid', () => {
  it('is the center of mass, 0 for silence', () => {
    const { data } = spectralCentroid(spectra(0, 1, 0, 1, 0, 0, 0, 0, 0, 0));
    expect([...data]).toEqual([4000, 0]);
  });

  it('is the frequency of a tone', () => {
    const { data } = spectralCentroid(tone(1000), { nFft: 512, hopLength: 512, center: false });
    for (const value of data) expect(Math.abs(value - 1000)).toBeLessThan(30);
  });

  it('takes other frequencies', () => {
    expect(spectralCentroid(spectra(1, 1, 1, 1, 1), { freq: [1, 2, 3, 4, 5] }).data[0]).toBe(3);
    expect(() => spectralCentroid(spectra(1, 1, 1, 1, 1), { freq: [1, 2] })).toThrow(/^freq must be 5 finite/);
    expect(() => spectralCentroid(spectra(1, 1, 1, 1, 1), { freq: [1, 2, 3, 4, Infinity] })).toThrow(/^freq/);
  });

  it('refuses what is not a spectrogram', () => {
    expect(() => spectralCentroid(spectra(1, 1, -1, 1, 1))).toThrow('spectrogram must be at least 0, got -1');
    expect(() => spectralCentroid(spectra(1, 1, Number.NaN, 1, 1))).toThrow(/^spectrogram must be/);
    expect(() => spectralCentroid({ data: new Float32Array(4), frames: 1, coeffs: 5, sampleRate })).toThrow(
      /^spectrogram/,
    );
    expect(() => spectralCentroid({ data: new Float32Array(1), frames: 1, coeffs: 1, sampleRate })).toThrow(/^nFft/);
  });
});

describe('spectralBandwidth', () => {
  it('is the deviation from the centroid', () => {
    expect(spectralBandwidth(spectra(0, 1, 0, 1, 0)).data[0]).toBe(2000);
    expect(spectralBandwidth(spectra(0, 0, 3, 0, 0)).data[0]).toBe(0);
    expect(spectralBandwidth(spectra(0, 1, 0, 1, 0), { p: 1, norm: false }).data[0]).toBe(4000);
  });

  it('takes a known centroid', () => {
    expect(spectralBandwidth(spectra(0, 0, 3, 0, 0), { centroid: [1000] }).data[0]).toBe(3000);
    expect(() => spectralBandwidth(spectra(0, 0, 3, 0, 0), { centroid: [] })).toThrow(/^centroid must be finite/);
  });

  it('refuses exponents it cannot take, or whose result is too large', () => {
    expect(() => spectralBandwidth(spectra(0, 0, 3, 0, 0), { p: 0 })).toThrow(/^p must be/);
    expect(() => spectralBandwidth(spectra(0, 9, 9, 9, 0), { p: 0.01, norm: false })).toThrow(/the result must be/);
  });
});

describe('spectralRolloff', () => {
  it('is the frequency that holds the given share', () => {
    const input = spectra(0, 2, 1, 1, 0);
    expect(spectralRolloff(input, { rollPercent: 0.5 }).data[0]).toBe(2000);
    expect(spectralRolloff(input, { rollPercent: 0.51 }).data[0]).toBe(4000);
    expect(spectralRolloff(input, { rollPercent: 0.99 }).data[0]).toBe(6000);
    expect(spectralRolloff(spectra(0, 0, 0, 0, 0)).data[0]).toBe(0);
  });

  it('refuses shares of nothing and of all', () => {
    for (const rollPercent of [0, 1, Number.NaN])
      expect(() => spectralRolloff(spectra(1, 1, 1, 1, 1), { rollPercent })).toThrow(/^rollPercent must be/);
  });
});

describe('spectralFlatness', () => {
  it('is 1 for equal magnitudes and for silence, near 0 for a tone', () => {
    expect(spectralFlatness(spectra(3, 3, 3, 3, 3)).data[0]).toBeCloseTo(1, 6);
    expect(spectralFlatness(spectra(0, 0, 0, 0, 0)).data[0]).toBeCloseTo(1, 6);
    expect(spectralFlatness(tone(1000), { nFft: 512, center: false }).data[0]).toBeLessThan(1e-4);
  });

  it('refuses a floor or a power of nothing', () => {
    expect(() => spectralFlatness(spectra(1, 1, 1, 1, 1), { amin: 0 })).toThrow(/^amin must be/);
    expect(() => spectralFlatness(spectra(1, 1, 1, 1, 1), { power: -1 })).toThrow(/^power must be/);
  });
});
