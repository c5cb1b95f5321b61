import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { riskCoverageSvg } from './risk-coverage-svg.js';

const answers = [
  { confidence: 0.5, correct: false },
  { confidence: 0.9, correct: true },
  { confidence: 0.7, correct: true },
  { confidence: 0.7, correct: false },
  { confidence: 0.6, correct: true },
];

it('riskCoverageSvg(plot) draws the curve and marks the point of a threshold', () => {
  const svg = riskCoverageSvg({ answers, threshold: 0.65 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const curve = /<polyline points="([^"]*)"/
    .exec(svg)![1]!
    .split(' ')
    .map((pair) => pair.split(',').map(Number));
  expect(curve.map(([x]) => x)).toEqual([126, 246, 306, 366]);
  const [, first, , last] = curve.map(([, y]) => 254 - y!);
  expect(first! / last!).toBeCloseTo(1 / 3 / (2 / 5), 2);
  expect(svg).toContain('60\u202f% accepted, 33\u202f% of them wrong');
  expect(/<circle cx="(\d+)"/.exec(svg)![1]).toBe('246');
});

it('riskCoverageSvg(plot) has no mark without a threshold, or if the threshold accepts nothing', () => {
  expect(riskCoverageSvg({ answers })).not.toContain('<circle');
  expect(riskCoverageSvg({ answers, threshold: 0.95 })).not.toContain('<circle');
});
