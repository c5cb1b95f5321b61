import { expect, it } from 'vitest';
import { textWidth } from '../../drawing/svg.js';
import { checkWellFormed, textOutside } from '../../drawing/well-formed.fixture.js';
import { pitchContourSvg } from './pitch-contour-svg.js';

it('pitchContourSvg(plot) draws voiced frames and leaves gaps', () => {
  const f0 = [Number.NaN, 100, 200, 0, 400, Number.NaN, Number.NaN, Number.NaN];
  const svg = pitchContourSvg({ f0, hopSeconds: 0.1, seconds: 0.8, title: 'Pitch & more' });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  // 0.1 s is an eighth of 560 pixels from 76 on; 400 Hz is at the top, 44, and 0 Hz at 164.
  expect([...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points)).toEqual([
    '146.0,134.0 216.0,104.0',
  ]);
  expect(svg).toContain('<circle cx="356" cy="44"');
  expect(svg).toContain('38\u202f% of the frames are voiced, median 200 Hz');
});

it('pitchContourSvg(plot) draws a clip without voice', () => {
  const svg = pitchContourSvg({ f0: [Number.NaN, Number.NaN], hopSeconds: 0.01 });
  checkWellFormed(svg);
  expect(svg).toContain('no voiced frame');
  expect(svg).not.toContain('<polyline');
});

it('pitchContourSvg(plot) refuses no frames, frequencies below 0, and a hop of 0', () => {
  expect(() => pitchContourSvg({ f0: [], hopSeconds: 1 })).toThrow('f0 must be at least one frame');
  expect(() => pitchContourSvg({ f0: [1, -1], hopSeconds: 1 })).toThrow('f0[1] must be a frequency in Hz, NaN or 0');
  expect(() => pitchContourSvg({ f0: [1], hopSeconds: 0 })).toThrow('hopSeconds must be above 0');
});
