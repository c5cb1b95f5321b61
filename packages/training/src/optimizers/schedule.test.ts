import { expect, it } from 'vitest';
import type { Schedule } from '../recipe/training-schema.js';
import { learningRate } from './schedule.js';

const rates = (schedule: Schedule, steps: number) =>
  Array.from({ length: steps }, (_, step) => learningRate(schedule, 0.1, step, steps));

it('stays constant', () => {
  expect(new Set(rates({ kind: 'constant' }, 5))).toEqual(new Set([0.1]));
});

it('warms up in a line before it stays constant, with warmUp', () => {
  const values = rates({ kind: 'constant', warmUp: 0.1 }, 100);
  expect(values[0]).toBeCloseTo(0.1 / 11);
  expect(values[4]! - values[3]!).toBeCloseTo(values[1]! - values[0]!);
  expect(new Set(values.slice(10))).toEqual(new Set([0.1]));
});

it('warms up in a line and falls as a half cosine', () => {
  const values = rates({ kind: 'cosine', warmUp: 0.1, final: 0.2 }, 101);
  expect(values[0]).toBeCloseTo(0.1 / 11);
  expect(values[4]! - values[3]!).toBeCloseTo(values[1]! - values[0]!);
  expect(Math.max(...values)).toBe(values[10]);
  expect(values[10]).toBeCloseTo(0.1);
  expect(values[55]).toBeCloseTo(0.06);
  expect(values[100]).toBeCloseTo(0.02);
});

it('rises to its peak and falls below its start in one cycle', () => {
  const values = rates({ kind: 'one-cycle', peakAt: 0.25, start: 0.1, final: 0.01 }, 101);
  expect(values[0]).toBeCloseTo(0.01);
  expect(values[25]).toBeCloseTo(0.1);
  expect(values[100]).toBeCloseTo(0.001);
});

it('is defined for a single step', () => {
  for (const kind of ['constant', 'cosine', 'one-cycle'] as const) {
    const [rate] = rates({ kind }, 1);
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThanOrEqual(0.1);
  }
});

it('refuses shares out of range and unknown kinds', () => {
  expect(() => learningRate({ kind: 'cosine', warmUp: 2 }, 1, 0, 10)).toThrow(
    'schedule.warmUp must be a number in [0, 1]',
  );
  expect(() => learningRate({ kind: 'linear' } as unknown as Schedule, 1, 0, 10)).toThrow('schedule.kind must be');
});
