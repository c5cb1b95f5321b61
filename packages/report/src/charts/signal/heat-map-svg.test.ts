import { expect, it } from 'vitest';
import { textWidth } from '../../drawing/svg.js';
import { viridis } from '../../drawing/viridis.js';
import { checkWellFormed, textOutside } from '../../drawing/well-formed.fixture.js';
import { type HeatMapPlot, heatMapSvg } from './heat-map-svg.js';
import { imageOf } from './image.fixture.js';

const plot = (change: Partial<HeatMapPlot> = {}): HeatMapPlot => ({
  // Columns [0, 1], [0, 3], [2, 3]: the lower row is 0 0 2, the upper row 1 3 3.
  ...{ values: [0, 1, 0, 3, 2, 3], columns: 3, rows: 2, title: 'Log-mel & more', unit: 'dB' },
  x: { title: 'time in s', ticks: [{ at: 0, label: '0' }] },
  y: { title: 'frequency in Hz', ticks: [{ at: 1, label: '8000' }] },
  ...change,
});

it('heatMapSvg(plot) draws columns from left to right and rows from bottom to top', () => {
  const svg = heatMapSvg(plot());
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  expect(imageOf(svg)).toEqual([
    [viridis(21 / 63), viridis(1), viridis(1)],
    [viridis(0), viridis(0), viridis(42 / 63)],
  ]);
  // The image fills the plot, and ticks stand at the middle of their cells: of the first column, and of the upper row.
  expect(svg).toContain('<image x="76" y="44" width="560" height="220"');
  expect(svg).toMatch(/<text x="169.33" y="278"[^>]*>0</);
  expect(svg).toMatch(/<text x="68" y="99"[^>]*>8000</);
  expect(svg).toContain('>1.5<');
});

it('heatMapSvg(plot) limits colors to a given range', () => {
  expect(new Set(imageOf(heatMapSvg(plot({ range: [1, 2] }))).flat())).toEqual(new Set([viridis(0), viridis(1)]));
});

it('heatMapSvg(plot) averages matrices of more than 560 × 320 cells and says so', () => {
  const columns = 1201;
  const rows = 321;
  const values = Float32Array.from({ length: columns * rows }, (_, i) => Math.floor(i / rows) % 3);
  const svg = heatMapSvg(plot({ values, columns, rows }));
  expect(svg).toContain('each cell is the mean of 3 × 2 values');
  const image = imageOf(svg);
  expect([image.length, image[0]!.length]).toEqual([161, 401]);
  // Each mean is 1, but for the last column, which is 0.
  expect(new Set(image.flatMap((row) => row.slice(0, 400)))).toEqual(new Set([viridis(32 / 63)]));
  expect(new Set(image.map((row) => row[400]))).toEqual(new Set([viridis(0)]));
  // The last column and the top row are only partly filled: they reach beyond the plot, which cuts them off.
  expect(svg).toMatch(
    /<svg x="76" y="44" width="560" height="220" viewBox="76 44 560 220"><image x="76" y="43.31" width="560.93" height="220.69"/,
  );
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
