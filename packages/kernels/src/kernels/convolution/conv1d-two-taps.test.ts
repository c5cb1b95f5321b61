import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between } from '../../../test/close.js';
import { layerErrorAgainstCpu } from '../../../test/layer-error.js';
import { conv1d, installKernels } from '../../index.js';
import { suitsTwoTaps } from './conv1d-two-taps.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('convolution of two taps by minimal filtering', () => {
  const random = new Random(12);
  for (let i = 0; i < 15; i++) {
    const dilationRate = [1, 2, 3, 4, 6][i % 5]!;
    const padding = (['causal', 'same', 'valid'] as const)[i % 3]!;
    const [filters, channels] = [between(random, 16, 43), between(random, 16, 43)];
    const [batch, steps] = [between(random, 2, 4), between(random, 70, 72)];
    const outSteps = padding === 'valid' ? steps - dilationRate : steps;
    it(`dilation ${dilationRate}, ${padding}, ${channels} to ${filters} channels over ${batch} × ${steps} steps equals ops on cpu`, async () => {
      const rest = { batch, steps, taps: 2, stride: 1, left: 0, right: 0 };
      expect(suitsTwoTaps({ ...rest, channels, filters, dilation: dilationRate, outSteps })).toBe(true);
      const layer = () => conv1d({ filters, kernelSize: 2, dilationRate, padding });
      expect(await layerErrorAgainstCpu(layer, [batch, steps, channels])).toBeLessThan(5e-6);
    });
  }

  it('is left where it saves too little', () => {
    const shape = {
      batch: 8,
      steps: 188,
      channels: 39,
      filters: 39,
      taps: 2,
      stride: 1,
      left: 0,
      right: 0,
      outSteps: 188,
    };
    for (const dilation of [1, 2, 4, 8, 16, 32, 64]) expect(suitsTwoTaps({ ...shape, dilation })).toBe(true);
    const others = [{ taps: 1 }, { taps: 3 }, { stride: 2 }, { channels: 8 }, { filters: 15 }, { dilation: 128 }];
    for (const other of others) expect(suitsTwoTaps({ ...shape, dilation: 1, ...other })).toBe(false);
    expect(suitsTwoTaps({ ...shape, dilation: 1, batch: 1, outSteps: 30 })).toBe(false);
  });
});
