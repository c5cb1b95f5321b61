import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { speakersSvg } from './speakers-svg.js';

it('speakersSvg(plot) draws the speakers at their UAR, the best first', () => {
  const speakers = [
    { speaker: '03 & more', uar: 0.25, utterances: 7 },
    { speaker: '08', uar: 0.75, utterances: 9 },
  ];
  const svg = speakersSvg({ speakers, chance: 0.5 });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const names = [...svg.matchAll(/text-anchor="end">([^<]*)</g)].map(([, name]) => name);
  expect(names).toEqual(['08', '03 &amp; more']);
  const [high, low] = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x)) as [number, number];
  expect(high - low).toBeCloseTo(0.5 * 320, 1);
  expect(svg).toMatch(/>75\u202f%<.*>n = 9<.*>25\u202f%<.*>n = 7</);
  const [, chance] = /<text x="([\d.]+)"[^>]*>chance</.exec(svg)!;
  expect(Number(chance)).toBeCloseTo((high + low) / 2, 1);
});

it('speakersSvg(plot) refuses an empty list and rates outside [0, 1]', () => {
  expect(() => speakersSvg({ speakers: [] })).toThrow('speakers must be a list of at least one speaker');
  expect(() => speakersSvg({ speakers: [{ speaker: 'a', uar: 1.2, utterances: 1 }] })).toThrow(
    'uar of a must be in [0, 1]',
  );
});
