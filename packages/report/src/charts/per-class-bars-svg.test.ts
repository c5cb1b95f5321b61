import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { perClassBarsSvg } from './per-class-bars-svg.js';

const figures = (label: string, recall: number) => ({ label, recall, precision: 0.5, f1: 0.625, support: 120 });

it('draws bars proportional to the recalls', () => {
  const svg = perClassBarsSvg({
    perClass: [figures('angry', 0.25), figures('contemptuous & <sad>', 1), figures('c', 0)],
  });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="16"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([80, 320, 1]);
  expect(svg).toContain('>25\u202f%<');
  expect(svg).toContain('contemptuous &amp; &lt;sad&gt;');
});

it('refuses an empty list and rates outside [0, 1]', () => {
  expect(() => perClassBarsSvg({ perClass: [] })).toThrow('a list of at least one class');
  expect(() => perClassBarsSvg({ perClass: [figures('sad', 1.2)] })).toThrow(
    'recall of sad must be in [0, 1], got 1.2',
  );
});
