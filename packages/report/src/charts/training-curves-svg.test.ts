import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { type EpochPoint, trainingCurvesSvg } from './training-curves-svg.js';

const run = (epochs: number, heldOut = true, offset = 0): EpochPoint[] =>
  Array.from({ length: epochs }, (_, index) => ({
    epoch: index + 1,
    loss: 2 / (index + 1) + offset,
    heldOut: heldOut ? { loss: 3 / (index + 1), uar: index / epochs } : undefined,
  }));

const lines = (svg: string): [number, number][][] =>
  [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, list]) =>
    list!.split(' ').map((pair) => pair.split(',').map(Number) as [number, number]),
  );

it('draws the loss of training and held-out speakers, and UAR', () => {
  const svg = trainingCurvesSvg({ series: [{ name: 'fold 1', epochs: run(5) }], chance: 0.2 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const [training, heldOut, uar] = lines(svg);
  expect(lines(svg)).toHaveLength(3);
  for (const curve of [training, heldOut])
    for (let i = 1; i < 5; i++) expect(curve![i]![1]).toBeGreaterThan(curve![i - 1]![1]);
  for (let i = 1; i < 5; i++) expect(uar![i]![1]).toBeLessThan(uar![i - 1]![1]);
  // Loss 2 and 1 on the scale from 0 to 3.
  const [first, second] = training!.map(([, y]) => y);
  const zero = second! + (second! - first!);
  expect((zero - heldOut![0]![1]) / (zero - first!)).toBeCloseTo(1.5, 2);
  expect(svg).toContain('>chance<');
});

it('has one panel if no speakers are held out', () => {
  const svg = trainingCurvesSvg({ series: [{ name: 'all', epochs: run(5, false) }] });
  expect(lines(svg)).toHaveLength(1);
  expect(svg).not.toContain('UAR<');
  expect(svg).not.toContain('held-out');
});

it('draws several runs and their mean', () => {
  const series = [run(4, false), run(2, false, 2)].map((epochs, index) => ({ name: `fold ${index}`, epochs }));
  const [a, b, mean] = lines(trainingCurvesSvg({ series }));
  expect([a!.length, b!.length, mean!.length]).toEqual([4, 2, 4]);
  expect(mean![0]![1]).toBeCloseTo((a![0]![1] + b![0]![1]) / 2, 0);
  expect(mean![3]).toEqual(a![3]);
});

it('omits values that are not finite, and draws a single epoch as a point', () => {
  const broken = [
    { epoch: 1, loss: 2 },
    { epoch: 2, loss: Number.NaN },
    { epoch: 3, loss: 1 },
  ];
  const svg = trainingCurvesSvg({ series: [{ name: 'x', epochs: broken }] });
  checkWellFormed(svg);
  expect(lines(svg)[0]).toHaveLength(2);
  const point = trainingCurvesSvg({ series: [{ name: 'x', epochs: run(1) }] });
  checkWellFormed(point);
  expect(point.match(/<circle/g)).toHaveLength(3);
});

it('refuses series without epochs', () => {
  expect(() => trainingCurvesSvg({ series: [{ name: 'x', epochs: [] }] })).toThrow('runs with at least one epoch');
});
