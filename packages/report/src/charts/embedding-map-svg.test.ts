import { expect, it } from 'vitest';
import { textWidth } from '../drawing/svg.js';
import { checkWellFormed, textOutside } from '../drawing/well-formed.fixture.js';
import { embeddingMapSvg } from './embedding-map-svg.js';

const labels = ['angry', 'bored', 'fearful', 'happy', 'sad & <more>'];
const clip = (x: number, y: number, label: string, correct = true) => ({ x, y, label, correct });

/** Marks above the legend as [color, x, y, filled]. */
const marks = (svg: string): [string, number, number, boolean][] =>
  [...svg.matchAll(/<path d="([^"]*)" class="([fs])-(\w+)"/g)].flatMap(([, d, kind, color]) =>
    [...d!.matchAll(/M([\d.]+) ([\d.]+)/g)]
      .filter(([, , y]) => Number(y) < 324)
      .map(([, x, y]): [string, number, number, boolean] => [color!, Number(x), Number(y), kind === 'f']),
  );

it('embeddingMapSvg(plot) draws emotions in their colors on one scale for both axes', () => {
  const clips = [clip(-2, 0, 'angry'), clip(2, 0, 'bored'), clip(0, 1, 'sad & <more>', false)];
  const svg = embeddingMapSvg({ labels, clips, explained: [0.61, 0.2] });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  // The map is 268 pixels wide and holds 4 units: 67 pixels each. Marks start 3 to the left of their points.
  expect(marks(svg)).toEqual([
    ['first', 174 - 134 - 3, 184 + 33.5, true],
    ['second', 174 + 134 - 3, 184 + 33.5, true],
    ['first', 174 - 3, 184 - 33.5 - 3, false],
  ]);
  expect(svg).toContain('first axis, 61\u202f% of the variance');
  expect(svg).toContain('3 clips by emotion, 1 not recognized');
});

it('embeddingMapSvg(plot) draws equal points', () => {
  checkWellFormed(embeddingMapSvg({ labels, clips: [clip(1, 1, 'angry'), clip(1, 1, 'angry')] }));
});

it('embeddingMapSvg(plot) refuses an empty list, unknown emotions and coordinates that are not finite', () => {
  expect(() => embeddingMapSvg({ labels, clips: [] })).toThrow('clips must be a list of at least one clip');
  expect(() => embeddingMapSvg({ labels, clips: [clip(0, 0, 'x')] })).toThrow('clips[0].label must be one of angry, ');
  expect(() => embeddingMapSvg({ labels, clips: [clip(0, Number.NaN, 'sad')] })).toThrow('clips[0] must be finite');
});
