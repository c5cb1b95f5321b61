import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { lpc } from './lpc.js';

const sampleRate = 16000;

describe('lpc', () => {
  it('finds the coefficients of an autoregressive process', () => {
    const random = new Random(1);
    const samples = new Float64Array(20000);
    for (let i = 2; i < samples.length; i++)
      samples[i] = 1.5 * samples[i - 1]! - 0.9 * samples[i - 2]! + 0.1 * random.normal();
    const a = lpc({ samples, sampleRate }, { order: 2 });
    expect(a[0]).toBe(1);
    expect(a[1]).toBeCloseTo(-1.5, 1);
    expect(a[2]).toBeCloseTo(0.9, 1);
  });

  it('predicts nothing of silence', () => {
    expect([...lpc({ samples: new Float32Array(50), sampleRate }, { order: 3 })].map(Math.abs)).toEqual([1, 0, 0, 0]);
  });

  it('refuses an order that is none or too high', () => {
    const samples = new Float32Array(5);
    expect(() => lpc({ samples, sampleRate }, { order: 5 })).toThrow('order must be an integer from 1 to 4, got 5');
    expect(() => lpc({ samples, sampleRate }, { order: 0 })).toThrow(/^order must be an integer/);
  });
});
