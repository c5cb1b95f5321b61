import { expect, it } from 'vitest';
import { MEL_BANDS } from '../worker/messages.js';
import { PictureHistory } from './picture-history.js';

/** Columns whose bands and peaks are their number. */
const columns = (from: number, to: number): [Uint8Array, Float32Array] => [
  Uint8Array.from({ length: (to - from) * MEL_BANDS }, (_, i) => from + Math.floor(i / MEL_BANDS)),
  Float32Array.from({ length: (to - from) * 2 }, (_, i) => (i % 2 ? 1 : -1) * (from + Math.floor(i / 2))),
];

it('keeps the last columns and forgets the first', () => {
  const history = new PictureHistory(10, 2);
  history.push(...columns(0, 15));
  history.push(...columns(15, 33));
  expect([history.first, history.count]).toEqual([13, 33]);
  expect(history.mel(12)).toBeUndefined();
  expect(history.mel(33)).toBeUndefined();
  expect([...history.mel(13)!]).toEqual(new Array(MEL_BANDS).fill(13));
  expect(history.mel(32)![MEL_BANDS - 1]).toBe(32);
});

it('gives the extremes over columns', () => {
  const history = new PictureHistory(10, 2);
  history.push(...columns(0, 33));
  expect(history.peak(14, 18)).toEqual([-17, 17]);
  expect(history.peak(0, 14)).toEqual([-13, 13]);
  expect(history.peak(40, 50)).toEqual([0, 0]);
});
