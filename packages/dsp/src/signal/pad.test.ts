import { expect, it } from 'vitest';
import { type PadMode, padIndex } from './pad.js';

const around = (mode: PadMode, length: number) => Array.from({ length: 16 }, (_, i) => padIndex(mode, i - 6, length));

it('continues signals as numpy.pad', () => {
  expect(around('constant', 3)).toEqual([-1, -1, -1, -1, -1, -1, 0, 1, 2, -1, -1, -1, -1, -1, -1, -1]);
  expect(around('edge', 3)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(around('reflect', 3)).toEqual([2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2, 1, 0, 1]);
  expect(around('symmetric', 3)).toEqual([0, 1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2]);
  expect(around('wrap', 3)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
});

it('repeats a single sample', () => {
  for (const mode of ['edge', 'reflect', 'symmetric', 'wrap'] as const)
    expect(new Set(around(mode, 1))).toEqual(new Set([0]));
});
