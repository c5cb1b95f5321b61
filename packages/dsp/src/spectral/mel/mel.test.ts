import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hzToMel, melFilterBank, melToHz } from './mel.js';

it('melToHz undoes hzToMel on both scales', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 48000, noNaN: true }), fc.boolean(), (hz, htk) => {
      expect(Math.abs(melToHz(hzToMel(hz, { htk }), { htk }) - hz)).toBeLessThan(1e-7);
    }),
  );
  expect(hzToMel(1000)).toBe(15);
  expect(hzToMel(700, { htk: true })).toBeCloseTo(2595 * Math.log10(2), 9);
});

it('has triangles of height 1, or of area 1 Hz, or of a given norm', () => {
  const options = { sampleRate: 16000, nFft: 4096, nMels: 30 };
  const rows = (melNorm: 'slaney' | number | null) => {
    const { data, coeffs } = melFilterBank({ ...options, melNorm });
    return Array.from({ length: 30 }, (_, m) => data.subarray(m * coeffs, (m + 1) * coeffs));
  };
  for (const row of rows(null)) expect(Math.max(...row)).toBeGreaterThan(0.93);
  for (const row of rows('slaney')) expect((row.reduce((a, b) => a + b, 0) * 16000) / 4096).toBeCloseTo(1, 1);
  for (const row of rows(1)) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  for (const row of rows(2)) expect(Math.hypot(...row)).toBeCloseTo(1, 6);
  for (const row of rows(Infinity)) expect(Math.max(...row)).toBe(1);
});

it('refuses frequencies and norms out of range, by name', () => {
  const bank = (options: object) => () => melFilterBank({ sampleRate: 16000, nFft: 512, ...options });
  expect(bank({ fMin: 5000, fMax: 4000 })).toThrow(
    'fMin, fMax must be ascending within the sample rate, got [5000,4000]',
  );
  expect(bank({ fMin: -1 })).toThrow(/fMin, fMax/);
  expect(bank({ nMels: 0 })).toThrow('nMels must be an integer from 1');
  expect(bank({ melNorm: 'area' })).toThrow('melNorm must be slaney, null or above 0, got "area"');
  expect(bank({ sampleRate: undefined })).toThrow('sampleRate must be a positive number, got undefined');
});
