import { expect, it } from 'vitest';
import { getWindow } from './window.js';

it('is periodic unless asked to be symmetric', () => {
  expect([...getWindow('hann', 4)].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0, 0.5, 1, 0.5]);
  expect([...getWindow('hann', 5, { periodic: false })].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([
    0, 0.5, 1, 0.5, 0,
  ]);
});

it("has Kaldi's povey: a Hann window to the power of 0.85", () => {
  const hann = getWindow('hann', 400, { periodic: false });
  expect(getWindow('povey', 400, { periodic: false })).toEqual(hann.map((value) => value ** 0.85));
});

it('is 1 for a single point, as in scipy', () => {
  for (const name of ['hann', 'hamming', 'blackman', 'povey', 'rectangular'] as const)
    for (const periodic of [true, false]) expect([...getWindow(name, 1, { periodic })]).toEqual([1]);
});

it('refuses unknown names and lengths', () => {
  expect(() => getWindow('han' as 'hann', 4)).toThrow(
    'window must be hann or hamming or blackman or povey or rectangular, got "han"',
  );
  expect(() => getWindow('hann', 0)).toThrow('length must be an integer from 1 to 16777216, got 0');
});
