import { toWindows, windowStarts } from '@ser/models';
import { expect, it } from 'vitest';
import { fillWindow, scalingOf } from './window.js';

const matrix = (frames: number) => ({
  frames,
  coeffs: 2,
  data: Float32Array.from({ length: frames * 2 }, (_, i) => Math.sin(i) * 10),
});

for (const padding of ['zero', 'wrap'] as const) {
  it(`cuts the windows that a model cuts in prediction, padding by ${padding}`, () => {
    const window = { frames: 7, hopFrames: 3, padding };
    const normalization = { mean: [1, -2], std: [2, 3] };
    const scaling = scalingOf(normalization, 2);
    for (const frames of [1, 3, 6, 7, 8, 20]) {
      const clip = matrix(frames);
      const normalized = {
        ...clip,
        data: clip.data.map((x, i) => (x - normalization.mean[i % 2]!) / normalization.std[i % 2]!),
      };
      const expected = toWindows(normalized, window);
      const actual = new Float32Array(expected.data.length);
      for (const [i, start] of windowStarts(frames, window).entries()) {
        fillWindow(clip, start, window, scaling, actual, i * 14);
      }
      expect(actual).toEqual(expected.data);
    }
  });
}
