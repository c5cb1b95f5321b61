import { describe, expect, it } from 'vitest';
import { spectralContrast } from './spectral-contrast.js';

const sampleRate = 16000;
/** One frame of 33 bins, 250 Hz apart, all 1 but for some. */
const spectrum = (changes: Record<number, number> = {}) => ({
  data: Float64Array.from({ length: 33 }, (_, k) => changes[k] ?? 1),
  frames: 1,
  coeffs: 33,
  sampleRate,
});
const options = { fMin: 1000, nBands: 2 };

describe('spectralContrast', () => {
  it('is 0 for flat spectra', () => {
    const { data, coeffs } = spectralContrast(spectrum(), options);
    expect(coeffs).toBe(3);
    expect([...data]).toEqual([0, 0, 0]);
  });

  it('is the level of a peak above the valley of its band alone', () => {
    const { data } = spectralContrast(spectrum({ 6: 100, 20: 0.1 }), options);
    expect(data[0]).toBe(0);
    expect(data[1]).toBeCloseTo(20, 5);
    expect(data[2]).toBeCloseTo(10, 5);
    expect(spectralContrast(spectrum({ 6: 100 }), { ...options, linear: true }).data[1]).toBe(99);
  });

  it('averages over the given share of bins', () => {
    // The band from 1 to 2 kHz counts six bins, of which a third makes the peak.
    const { data } = spectralContrast(spectrum({ 5: 5, 6: 3 }), { ...options, quantile: 1 / 3, linear: true });
    expect(data[1]).toBe(3);
  });

  it('refuses bands beyond the spectrum or without bins', () => {
    expect(() => spectralContrast(spectrum(), { fMin: 1000, nBands: 4 })).toThrow(/^nBands must be/);
    expect(() => spectralContrast(spectrum(), { fMin: 100, nBands: 2 })).toThrow(/^nFft must be/);
    expect(() => spectralContrast(spectrum(), { fMin: 0 })).toThrow(/^fMin must be/);
    expect(() => spectralContrast(spectrum(), { quantile: 1 })).toThrow(/^quantile must be/);
    expect(() => spectralContrast(spectrum(), { nBands: 0 })).toThrow(/^nBands must be/);
  });
});
