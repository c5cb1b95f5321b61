import { expect, it } from 'vitest';
import { textWidth } from '../../drawing/svg.js';
import { checkWellFormed, textOutside } from '../../drawing/well-formed.fixture.js';
import { type ExplanationPlot, explanationSvg } from './explanation-svg.js';
import { imageOf } from './image.fixture.js';

const plot = (change: Partial<ExplanationPlot> = {}): ExplanationPlot => ({
  ...{ features: [0, 0, 0, 1, 0.5, 1], attributions: [0, 1, -1, 0, 0, 0.5], columns: 3, rows: 2 },
  answer: {
    ...{ label: 'sad', confidence: 0.7 },
    probabilities: [
      { label: 'sad', probability: 0.7 },
      { label: 'happy', probability: 0.3 },
    ],
  },
  x: { title: 'time in s', ticks: [{ at: 0, label: '0' }] },
  y: { title: 'frequency in Hz', ticks: [{ at: 1, label: '4000' }] },
  ...change,
});

const channels = (color: string): [number, number, number] =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];

/** `+`, `-` or the gray of a color. */
function meaning(color: string): string | number {
  const [red, green, blue] = channels(color);
  if (red === green && green === blue) return red;
  return red > blue ? '+' : '-';
}

it('explanationSvg(plot) paints what speaks for the answer and against it over gray features', () => {
  const svg = explanationSvg(plot());
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const image = imageOf(svg);
  expect(image.map((row) => row.map(meaning))).toEqual([
    ['+', 220, '+'],
    [25, '-', 129],
  ]);
  // The weaker one lets more of its gray, which is light, shine through.
  expect(channels(image[0]![2]!)[2]).toBeGreaterThan(channels(image[0]![0]!)[2] + 50);
});

it('explanationSvg(plot) names the answer, what the colors mean, and why the answer is uncertain', () => {
  const svg = explanationSvg(plot());
  for (const part of ['>for sad<', '>against sad<', '>sad 70\u202f%, happy 30\u202f%<', '>What moved the answer<'])
    expect(svg).toContain(part);
  const uncertain = { reason: 'too-noisy', message: 'noise' };
  expect(explanationSvg(plot({ title: 'a <b>', answer: { ...plot().answer, uncertain } }))).toMatch(
    />a &lt;b&gt;<.*uncertain: noise</,
  );
});

it('explanationSvg(plot) accepts attributions of 0 and refuses sizes that do not fit', () => {
  const none = imageOf(explanationSvg(plot({ attributions: new Float32Array(6) })));
  expect(none.flat().map(meaning).every(Number.isInteger)).toBe(true);
  expect(() => explanationSvg(plot({ attributions: [1] }))).toThrow('attributions.length must be columns × rows = 6');
});
