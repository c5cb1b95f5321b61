import { expect, it } from 'vitest';
import { textWidth } from '../../drawing/svg.js';
import { checkWellFormed, textOutside } from '../../drawing/well-formed.fixture.js';
import { waveformSvg } from './waveform-svg.js';

const outline = (svg: string): [number, number][] =>
  /<path d="M([^Z]*)Z"/
    .exec(svg)![1]!
    .split('L')
    .map((pair) => pair.split(' ').map(Number) as [number, number]);

it('waveformSvg(plot) draws the lowest and highest sample at each pixel', () => {
  const samples = new Float32Array(5600);
  samples[5] = 1;
  samples[5599] = -0.5;
  const svg = waveformSvg({ samples, sampleRate: 2800, title: 'clip & more' });
  checkWellFormed(svg);
  expect(textOutside(svg, textWidth)).toEqual([]);
  const points = outline(svg);
  expect(points).toHaveLength(2 * 560);
  expect(points[0]).toEqual([76.5, 43.5]);
  expect(points[1]).toEqual([77.5, 103.5]);
  expect(points[560]).toEqual([635.5, 134.5]);
  expect(svg).toContain('2.00 s at 2800 Hz');
});

it('waveformSvg(plot) draws signals shorter than a pixel each, and scales magnitudes above 1', () => {
  const svg = waveformSvg({ samples: [0, 2, -1], sampleRate: 16000 });
  checkWellFormed(svg);
  expect(outline(svg).map(([, y]) => y)).toEqual([103.5, 43.5, 133.5, 134.5, 44.5, 104.5]);
  expect(svg).toContain('>2<');
});

it('waveformSvg(plot) refuses an empty signal, samples that are not finite, and a sample rate of 0', () => {
  expect(() => waveformSvg({ samples: [], sampleRate: 1 })).toThrow('samples must be a signal of at least one sample');
  expect(() => waveformSvg({ samples: [0, Number.NaN], sampleRate: 1 })).toThrow('samples[1] must be a finite number');
  expect(() => waveformSvg({ samples: [0], sampleRate: 0 })).toThrow('sampleRate must be above 0');
});
