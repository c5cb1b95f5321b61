import { decode } from 'fast-png';
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

it('draws on light, and on request in dark colors', async () => {
  const brightness = (png: Uint8Array): number => {
    const { data } = decode(png);
    return Array.from(data).reduce((sum, value) => sum + value, 0) / data.length;
  };
  const light = await svgToPng(svg, { scale: 1 });
  const dark = await svgToPng(svg, { scale: 1, dark: true });
  expect(brightness(light)).toBeGreaterThan(200);
  expect(brightness(dark)).toBeLessThan(120);
  // The text is light: dark on dark would leave nothing brighter than the background but the bar.
  const { data, channels } = decode(dark);
  const bright = data.filter((_, i) => i % channels === 0 && data[i]! > 200 && data[i + 1]! > 200);
  expect(bright.length).toBeGreaterThan(50);
});

it('refuses text that is not an SVG, and a scale out of range', async () => {
  await expect(svgToPng('no drawing')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(svgToPng(svg, { scale: 0 })).rejects.toThrow('scale must be in (0, 8], got 0');
});
