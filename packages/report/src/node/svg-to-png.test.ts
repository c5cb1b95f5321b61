import { expect, it } from 'vitest';
import { countsSvg } from '../charts/counts-svg.js';
import { svgToPng } from './svg-to-png.js';

const svg = countsSvg({ counts: [{ label: 'angry', count: 12 }] });
const sizeOf = (png: Uint8Array): number[] => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return [view.getUint32(16), view.getUint32(20)];
};

it('returns a PNG at the given scale', async () => {
  const [width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.slice(1).map(Number) as [number, number];
  const png = await svgToPng(svg);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(sizeOf(png)).toEqual([2 * width, 2 * height]);
  expect(sizeOf(await svgToPng(svg, { scale: 1 }))).toEqual([width, height]);
});

it('refuses text that is not an SVG, and a scale out of range', async () => {
  await expect(svgToPng('no drawing')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(svgToPng(svg, { scale: 0 })).rejects.toThrow('scale must be in (0, 8], got 0');
});
