import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { viridis } from '../drawing/viridis.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { type HeatMapPlot, heatMapSvg } from './heat-map-svg.js';

const plot = (change: Partial<HeatMapPlot> = {}): HeatMapPlot => ({
  // Columns [0, 1], [0, 3], [2, 3]: the lower row is 0 0 2, the upper row 1 3 3.
  ...{ values: [0, 1, 0, 3, 2, 3], columns: 3, rows: 2, title: 'Log-mel & more', unit: 'dB' },
  x: { title: 'time in s', ticks: [{ at: 0, label: '0' }] },
  y: { title: 'frequency in Hz', ticks: [{ at: 1, label: '8000' }] },
  ...change,
});

/** Rectangles as [color, column, row from below, columns]. */
const cells = (svg: string, columns: number, rows: number): [string, number, number, number][] =>
  [...svg.matchAll(/<path d="([^"]*)" fill="(#\w+)"/g)].flatMap(([, d, color]) =>
    [...d!.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v/g)].map(([, x, y, run]): [string, number, number, number] => [
      color!,
      Math.round(((Number(x) - 64) / 560) * columns),
      Math.round(((264 - Number(y)) / 220) * rows) - 1,
      Math.round((Number(run) / 560) * columns),
    ]),
  );

it('heatMapSvg(plot) draws columns from left to right and rows from bottom to top, one rectangle for equal neighbors', () => {
  const svg = heatMapSvg(plot());
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  expect(cells(svg, 3, 2).sort((a, b) => a[2] - b[2] || a[1] - b[1])).toEqual([
    [viridis(0), 0, 0, 2],
    [viridis(42 / 63), 2, 0, 1],
    [viridis(21 / 63), 0, 1, 1],
    [viridis(1), 1, 1, 2],
  ]);
  expect(svg).toContain('>8000<');
  expect(svg).toContain('>1.5<');
});

it('heatMapSvg(plot) limits colors to a given range', () => {
  const colors = new Set(cells(heatMapSvg(plot({ range: [1, 2] })), 3, 2).map(([color]) => color));
  expect(colors).toEqual(new Set([viridis(0), viridis(1)]));
});

it('heatMapSvg(plot) averages matrices of more than 400 × 128 cells and says so', () => {
  const columns = 900;
  const values = Float32Array.from({ length: columns * 130 }, (_, i) => Math.floor(i / 130) % 3);
  const svg = heatMapSvg(plot({ values, columns, rows: 130 }));
  expect(svg).toContain('each cell is the mean of 3 × 2 values');
  // Each mean is 1: one run in each of 65 rows.
  expect(cells(svg, 300, 65)).toHaveLength(65);
  expect(svg.length).toBeLessThan(20_000);
});

it('heatMapSvg(plot) accepts equal values', () => {
  checkWellFormed(heatMapSvg(plot({ values: new Float32Array(6) })));
});

it('heatMapSvg(plot) refuses sizes that do not fit, values that are not finite, and an empty range', () => {
  expect(() => heatMapSvg(plot({ columns: 4 }))).toThrow('values.length must be columns × rows = 8, got 6');
  expect(() => heatMapSvg(plot({ rows: 0 }))).toThrow('rows must be a positive integer');
  expect(() => heatMapSvg(plot({ values: [0, 1, 0, Number.NaN, 2, 3] }))).toThrow('values[3] must be a finite number');
  expect(() => heatMapSvg(plot({ range: [1, 1] }))).toThrow('range must be two increasing numbers');
});
