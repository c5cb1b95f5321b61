import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochTicks, ticksTo } from './ticks.js';

it('ticksTo(max, count) returns round steps', () => {
  expect(ticksTo(1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(ticksTo(2.3, 4)).toEqual([0, 1, 2, 3]);
  expect(ticksTo(0.07, 4)).toEqual([0, 0.02, 0.04, 0.06, 0.08]);
  expect(ticksTo(900, 4)).toEqual([0, 250, 500, 750, 1000]);
});

it('ticksTo(max, 4) covers any maximum in 2 to 5 steps', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (max) => {
      const ticks = ticksTo(max, 4);
      expect(ticks.at(-1)!).toBeGreaterThanOrEqual(max * (1 - 1e-6));
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

it('epochTicks(last, count) returns the first and last epoch and well-spaced whole numbers between', () => {
  expect(epochTicks(1, 6)).toEqual([1]);
  expect(epochTicks(2, 6)).toEqual([1, 2]);
  expect(epochTicks(40, 6)).toEqual([1, 10, 20, 30, 40]);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2000 }), (last) => {
      const ticks = epochTicks(last, 6);
      expect([ticks[0], ticks.at(-1)]).toEqual([1, last]);
      expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeLessThanOrEqual(9);
    }),
  );
});
