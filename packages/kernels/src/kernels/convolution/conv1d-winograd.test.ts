import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between } from '../../../test/close.js';
import { layerErrorAgainstCpu } from '../../../test/layer-error.js';
import { conv1d, installKernels } from '../../index.js';
import { suitsWinograd } from './conv1d-winograd.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('convolution by minimal filtering', () => {
  const random = new Random(11);
  for (let i = 0; i < 15; i++) {
    const kernelSize = 3 + (i % 5);
    const padding = (['valid', 'same', 'causal'] as const)[i % 3]!;
    const filters = 4 * between(random, 4, 9);
    const [batch, steps, channels] = [between(random, 2, 4), between(random, 42, 60), 4 * between(random, 4, 9)];
    const outSteps = padding === 'valid' ? steps - kernelSize + 1 : steps;
    it(`${kernelSize} taps, ${padding}, ${channels} to ${filters} channels over ${batch} × ${steps} steps equals ops on cpu`, async () => {
      const rest = { batch, steps, stride: 1, dilation: 1, left: 0, right: 0 };
      expect(suitsWinograd({ ...rest, channels, filters, taps: kernelSize, outSteps })).toBe(true);
      const layer = () => conv1d({ filters, kernelSize, padding });
      expect(await layerErrorAgainstCpu(layer, [batch, steps, channels])).toBeLessThan(5e-6);
    });
  }

  it('is left where it saves too little', () => {
    const shape = {
      batch: 8,
      steps: 40,
      channels: 32,
      filters: 32,
      taps: 5,
      stride: 1,
      dilation: 1,
      left: 2,
      right: 2,
    };
    expect(suitsWinograd({ ...shape, outSteps: 40 })).toBe(true);
    const others = [{ taps: 2 }, { taps: 8 }, { stride: 2 }, { dilation: 2 }, { channels: 8 }, { filters: 18 }];
    for (const other of others) expect(suitsWinograd({ ...shape, outSteps: 40, ...other })).toBe(false);
    expect(suitsWinograd({ ...shape, outSteps: 1 })).toBe(false);
    expect(suitsWinograd({ ...shape, batch: 1, outSteps: 40 })).toBe(false);
  });
});
