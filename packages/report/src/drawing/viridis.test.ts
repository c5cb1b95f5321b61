import { expect, it } from 'vitest';
import { viridis } from './viridis.js';

const rgb = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/** CIE lightness of an sRGB color, in [0, 100]. */
function lightness(color: string): number {
  const [r, g, b] = rgb(color).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

it('viridis(value) is within 5 of 255 of the colors of matplotlib', () => {
  const reference = { 0: '#440154', 0.25: '#3b528b', 0.5: '#21918c', 0.75: '#5ec962', 1: '#fde725' };
  for (const [value, color] of Object.entries(reference))
    for (const [channel, expected] of rgb(color).entries())
      expect(Math.abs(rgb(viridis(Number(value)))[channel]! - expected)).toBeLessThanOrEqual(5);
});

it('viridis(value) gains lightness in nearly equal steps', () => {
  const steps = Array.from({ length: 20 }, (_, i) => lightness(viridis((i + 1) / 20)) - lightness(viridis(i / 20)));
  for (const step of steps) expect(Math.abs(step - 3.8)).toBeLessThan(1.2);
});
