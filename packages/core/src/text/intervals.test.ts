import { expect, it } from 'vitest';
import { formatLabelTrack, formatTextGrid, type LabeledInterval } from './intervals.js';

const INTERVALS: readonly LabeledInterval[] = [
  { start: 0.5, end: 1.25, text: 'angry' },
  { start: 2, end: 3.5, text: 'so "so"' },
];

it('formatTextGrid covers the whole recording without gaps, and doubles quotation marks', () => {
  const text = formatTextGrid(INTERVALS, { duration: 4, tier: 'emotion' });
  const pick = (name: string): string[] =>
    [...text.matchAll(new RegExp(`^ {12}${name} = (.*)$`, 'gm'))].map((m) => m[1]!);
  expect(pick('xmin')).toEqual(['0.000', '0.500', '1.250', '2.000', '3.500']);
  expect(pick('xmax')).toEqual(['0.500', '1.250', '2.000', '3.500', '4.000']);
  expect(pick('text')).toEqual(['""', '"angry"', '""', '"so ""so"""', '""']);
  expect(text).toContain('intervals: size = 5');
  expect(text).toMatch(/^File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\nxmax = 4\.000\n/);
  expect(formatTextGrid(INTERVALS, { duration: 3, tier: 'emotion' })).toContain('xmax = 3.500\ntiers');
});

it('formatLabelTrack has a line for each interval', () => {
  expect(formatLabelTrack(INTERVALS)).toBe('0.500\t1.250\tangry\n2.000\t3.500\tso "so"\n');
});
