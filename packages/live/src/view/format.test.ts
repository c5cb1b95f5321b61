import { expect, it } from 'vitest';
import { bytes, capital, clock, percent } from './format.js';

it('writes times, shares, bytes and labels', () => {
  expect([0, 2.34, 59.96, 62.3, 600].map(clock)).toEqual(['0:00.0', '0:02.3', '1:00.0', '1:02.3', '10:00.0']);
  expect([0, 0.624, 1].map(percent)).toEqual(['0 %', '62 %', '100 %']);
  expect([1, 999_000, 1_440_000].map(bytes)).toEqual(['1 kB', '999 kB', '1.4 MB']);
  expect(capital('angry')).toBe('Angry');
});
