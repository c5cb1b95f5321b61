import { expect, it } from 'vitest';
import { checkWellFormed } from '../drawing/well-formed.fixture.js';
import { countsSvg } from './counts-svg.js';
import { waveformSvg } from './signal/waveform-svg.js';
import { stackSvg } from './stack-svg.js';

it('stackSvg(plots) places plots below each other', () => {
  const waveform = waveformSvg({ samples: [0, 1], sampleRate: 2 });
  const counts = countsSvg({ counts: [{ label: 'sad', count: 2 }] });
  const svg = stackSvg({ title: 'a & b', plots: [waveform, counts] });
  checkWellFormed(svg);
  const sizeOf = (plot: string): number[] => /viewBox="0 0 (\d+) (\d+)"/.exec(plot)!.slice(1).map(Number);
  const [[wide, high], [, low]] = [sizeOf(waveform), sizeOf(counts)] as [[number, number], [number, number]];
  expect(sizeOf(svg)).toEqual([wide, 40 + high + 12 + low + 12]);
  expect([...svg.matchAll(/<svg y="(\d+)"/g)].map(([, y]) => Number(y))).toEqual([40, 40 + high + 12]);
});

it('stackSvg(plots) refuses an empty list and what is no plot', () => {
  expect(() => stackSvg({ title: '', plots: [] })).toThrow('plots must be a list of at least one plot');
  expect(() => stackSvg({ title: '', plots: ['<p>'] })).toThrow('plots[0] must be an SVG document');
});
