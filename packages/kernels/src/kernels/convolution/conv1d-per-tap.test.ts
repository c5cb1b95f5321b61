import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between } from '../../../test/close.js';
import { layerErrorAgainstCpu } from '../../../test/layer-error.js';
import { conv1d, installKernels } from '../../index.js';
import { suitsPerTap } from './conv1d-per-tap.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('convolution tap by tap, where padding is much of what the taps see', () => {
  const random = new Random(13);
  for (let i = 0; i < 12; i++) {
    const kernelSize = 2 + (i % 3);
    const padding = (['causal', 'same'] as const)[kernelSize === 3 ? i % 2 : 0]!;
    const steps = between(random, 12, 30);
    const dilationRate = between(random, Math.ceil(steps * 0.6), steps + 3);
    const [filters, channels, batch] = [between(random, 1, 20), between(random, 1, 20), between(random, 1, 3)];
    it(`${kernelSize} taps, dilation ${dilationRate}, ${padding}, ${channels} to ${filters} channels over ${batch} × ${steps} steps equals ops on cpu`, async () => {
      const left = padding === 'causal' ? (kernelSize - 1) * dilationRate : dilationRate;
      const rest = { taps: kernelSize, stride: 1, dilation: dilationRate, left, right: 0, outSteps: steps };
      expect(suitsPerTap({ ...rest, batch, steps, channels, filters })).toBe(true);
      const layer = () => conv1d({ filters, kernelSize, dilationRate, padding });
      expect(await layerErrorAgainstCpu(layer, [batch, steps, channels])).toBeLessThan(5e-6);
    });
  }

  it('is left where there is little padding, or none of the taps sees all steps', () => {
    const shape = { batch: 2, steps: 188, channels: 39, filters: 39, taps: 2, stride: 1, right: 0, outSteps: 188 };
    expect(suitsPerTap({ ...shape, dilation: 128, left: 128 })).toBe(true);
    expect(suitsPerTap({ ...shape, dilation: 64, left: 64 })).toBe(false);
    expect(suitsPerTap({ ...shape, dilation: 128, left: 64 })).toBe(false);
    expect(suitsPerTap({ ...shape, dilation: 128, left: 0, outSteps: 60 })).toBe(false);
  });
});
