import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { histogramSvg } from './histogram-svg.js';

const heights = (svg: string): number[] =>
  [...svg.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height));

it('draws bars proportional to the counts', () => {
  const svg = histogramSvg({
    values: [0, 0.1, 1, 2, 2.5, 2.6, 2.9, 4],
    title: 'a & b',
    axis: 'duration in s',
    bins: 4,
  });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  // [0, 1): 2, [1, 2): 1, [2, 3): 4, [3, 4]: 1.
  expect(heights(svg)).toEqual([90, 45, 180, 45]);
  expect(svg).toContain('8 values');
});

it('accepts equal values and negative values', () => {
  for (const values of [[3], [0, 0], [-26, -26], [-40.5, -12.25, -20]]) {
    const svg = histogramSvg({ values, title: 'level', axis: 'dBFS' });
    checkWellFormed(svg);
    expect(textOutside(svg, textWidth)).toEqual([]);
    expect(heights(svg).length).toBe(new Set(values).size);
  }
});

it('refuses an empty list, values that are not finite, and bins below 1', () => {
  const plot = { title: 't', axis: 'a' };
  expect(() => histogramSvg({ ...plot, values: [] })).toThrow('a list of at least one number');
  expect(() => histogramSvg({ ...plot, values: [1, Number.NaN] })).toThrow('values must be finite numbers, got NaN');
  expect(() => histogramSvg({ ...plot, values: [1], bins: 0 })).toThrow('bins must be a positive integer');
});
