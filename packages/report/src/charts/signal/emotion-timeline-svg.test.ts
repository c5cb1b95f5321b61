import { expect, it } from 'vitest';
import { textWidth } from '../../drawing/svg.js';
import { checkWellFormed, textOutside } from '../../drawing/well-formed.fixture.js';
import { type EmotionTimelinePlot, emotionTimelineSvg } from './emotion-timeline-svg.js';

const segment = (start: number, end: number, happy: number): EmotionTimelinePlot['segments'][number] => ({
  ...{ start, end, label: happy > 0.5 ? 'happy' : 'sad', confidence: Math.max(happy, 1 - happy) },
  probabilities: [
    { label: 'sad', probability: 1 - happy },
    { label: 'happy', probability: happy },
  ].sort((a, b) => b.probability - a.probability),
});

/** Filled boxes as [x, y, width, opacity]. */
const boxes = (svg: string): number[][] =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*fill-opacity="([\d.]+)"/g)].map((match) =>
    match.slice(1).map(Number),
  );

it('emotionTimelineSvg(plot) draws a row for each emotion and outlines the answers', () => {
  const uncertain = { ...segment(40, 60, 0.25), uncertain: { reason: 'too-noisy', message: 'noise' } };
  const svg = emotionTimelineSvg({ segments: [segment(0, 20, 1), uncertain], seconds: 80 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  // happy is above sad; 20 s are a quarter of 560 pixels.
  expect(boxes(svg)).toEqual([
    [76, 51, 140, 1],
    [76, 75, 140, 0.04],
    [356, 75, 140, 0.76],
    [356, 51, 140, 0.28],
  ]);
  const outlines = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)"[^>]*class="s-second"[^>]*>/g)];
  expect(outlines.map(([tag, x, y]) => [Number(x), Number(y), tag.includes('stroke-dasharray')])).toEqual([
    [76, 51, false],
    [356, 75, true],
  ]);
  expect(svg).toContain('40.0 to 60.0 s: sad 75\u202f%, uncertain: noise');
});

it('emotionTimelineSvg(plot) has an axis in minutes for long recordings, and shortens long names', () => {
  const long = { label: 'an emotion with a long name', probability: 1 };
  const svg = emotionTimelineSvg({ segments: [{ ...segment(0, 1200, 1), probabilities: [long] }] });
  expect(svg).toContain('time in min');
  expect(svg).toMatch(/<text[^>]*>10</);
  expect(svg).toMatch(/>an emot[^<]*…</);
  expect(textOutside(svg, textWidth)).toEqual([]);
});

it('emotionTimelineSvg(plot) refuses an empty list', () => {
  expect(() => emotionTimelineSvg({ segments: [] })).toThrow('segments must be at least one segment');
});
