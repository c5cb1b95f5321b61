import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { countsSvg } from './counts-svg.js';

it('draws bars proportional to the counts', () => {
  const svg = countsSvg({
    counts: [
      { label: 'angry', count: 100 },
      { label: 'fearful & <sad>', count: 25 },
      { label: 'c', count: 0 },
    ],
    title: 'EMO-DB: utterances of each emotion',
  });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="14"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([360, 90, 1]);
  expect(svg).toContain('fearful &amp; &lt;sad&gt;');
});

it('refuses an empty list and counts that are not whole numbers', () => {
  expect(() => countsSvg({ counts: [] })).toThrow('a list of at least one count');
  expect(() => countsSvg({ counts: [{ label: 'sad', count: 1.5 }] })).toThrow(
    'count of sad must be a whole number from 0',
  );
});
