import { describe, expect, it } from 'vitest';
import { zeroCrossingRate } from './zero-crossing-rate.js';

const signal = (...values: number[]) => ({ samples: Float64Array.from(values), sampleRate: 8000 });
const whole = (length: number) => ({ frameLength: length, hopLength: length, center: false });

describe('zeroCrossingRate', () => {
  it('counts changes of sign per sample', () => {
    expect([...zeroCrossingRate(signal(1, -1, 1, -1), whole(4)).data]).toEqual([0.75]);
    expect([...zeroCrossingRate(signal(1, 1, 1, 1), whole(4)).data]).toEqual([0]);
  });

  it('takes zero for positive, or for a sign of its own', () => {
    const input = signal(0, 1, 0, -1);
    expect([...zeroCrossingRate(input, whole(4)).data]).toEqual([0.25]);
    expect([...zeroCrossingRate(input, { ...whole(4), zeroPos: false }).data]).toEqual([0.75]);
  });

  it('counts the first sample if asked to', () => {
    expect([...zeroCrossingRate(signal(1, 1), { ...whole(2), pad: true }).data]).toEqual([0.5]);
  });

  it('takes small values for zero, relative to a reference', () => {
    const input = signal(1, -0.1, 1, -0.3);
    expect([...zeroCrossingRate(input, { ...whole(4), threshold: 0.2 }).data]).toEqual([0.25]);
    expect([...zeroCrossingRate(input, { ...whole(4), threshold: 0.2, refMagnitude: 2 }).data]).toEqual([0]);
    const largest = (magnitudes: Float64Array) => Math.max(...magnitudes);
    expect([...zeroCrossingRate(input, { ...whole(4), threshold: 0.2, refMagnitude: largest }).data]).toEqual([0.25]);
  });

  it('repeats the ends of the signal, so that padding adds no crossing', () => {
    expect([...zeroCrossingRate(signal(-1, -1, -1, -1), { frameLength: 4, hopLength: 2 }).data]).toEqual([0, 0, 0]);
  });

  it('refuses a negative or missing threshold', () => {
    expect(() => zeroCrossingRate(signal(1, 2), { ...whole(2), threshold: -1 })).toThrow(/^threshold must be/);
    expect(() => zeroCrossingRate(signal(1, 2), { ...whole(2), refMagnitude: Number.NaN })).toThrow(/^threshold/);
    expect(() => zeroCrossingRate(signal(1, 2), { frameLength: 2.5 })).toThrow(/^frameLength/);
  });
});
