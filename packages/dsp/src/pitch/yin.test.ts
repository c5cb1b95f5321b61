import { Random } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCdf } from './beta-cdf.js';
import { pyin } from './pyin.js';
import { yin } from './yin.js';

const sampleRate = 16000;
const options = { fMin: 65, fMax: 500, frameLength: 1024, hopLength: 256 };
const tone = (hertz: number, length = 8000) => ({
  samples: Float32Array.from({ length }, (_, i) => {
    const phase = (2 * Math.PI * hertz * i) / sampleRate;
    return 0.3 * Math.sin(phase) + 0.2 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase);
  }),
  sampleRate,
});
/** The frames that no padding reaches. */
const inner = (f0: ArrayLike<number>) => Array.from(f0).slice(2, -2);

describe('yin', () => {
  it('finds the pitch of any tone within range', () => {
    fc.assert(
      fc.property(fc.double({ min: 70, max: 480, noNaN: true }), (hertz) => {
        for (const value of inner(yin(tone(hertz, 4000), options).data))
          expect(Math.abs(value / hertz - 1)).toBeLessThan(0.01);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses ranges that do not fit the rate or the frame', () => {
    const signal = tone(100, 2000);
    expect(() => yin(signal, { ...options, fMax: 9000 })).toThrow(/^fMax must be from 0 to 8000/);
    expect(() => yin(signal, { ...options, fMin: 500 })).toThrow(/^fMin must be/);
    expect(() => yin(signal, { ...options, fMin: 10 })).toThrow(/^fMin must be/);
    expect(() => yin(signal, { ...options, fMin: Number.NaN })).toThrow(/^fMin must be/);
    expect(() => yin(signal, { ...options, frameLength: 1 })).toThrow();
    expect(() => yin(signal, { ...options, troughThreshold: -1 })).toThrow(/^troughThreshold/);
    expect(() => yin({ samples: new Float32Array(0), sampleRate }, options)).toThrow(/samples/);
  });
});

describe('pyin', () => {
  const random = new Random(3);
  const half = tone(150).samples;
  const noise = Float32Array.from(half, () => 0.1 * random.normal());
  const signal = { samples: Float32Array.of(...half, ...noise), sampleRate };

  it('tells voice from noise', () => {
    const { f0, voiced, voicedProbability } = pyin(signal, options);
    const middle = f0.length >> 1;
    const share = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0) / flags.length;
    expect(share(voiced.subarray(2, middle - 2))).toBe(1);
    expect(share(voiced.subarray(middle + 4))).toBeLessThan(0.2);
    for (const value of f0.slice(2, middle - 2)) expect(Math.abs(value / 150 - 1)).toBeLessThan(0.01);
    voiced.forEach((flag, t) => {
      expect(Number.isNaN(f0[t])).toBe(!flag);
      expect(voicedProbability[t]! >= 0 && voicedProbability[t]! <= 1).toBe(true);
    });
  });

  it('fills unvoiced frames as told', () => {
    expect(pyin(signal, { ...options, fillNa: 0 }).f0.every(Number.isFinite)).toBe(true);
    const guesses = pyin(signal, { ...options, fillNa: null }).f0;
    expect(guesses.every((hertz) => hertz >= 65 && hertz <= 500)).toBe(true);
  });

  it('stays voiced or unvoiced if it may not switch', () => {
    const { voiced } = pyin(signal, { ...options, switchProb: 0 });
    expect(new Set(voiced).size).toBe(1);
  });

  it('refuses options out of range', () => {
    const refused: [string, object][] = [
      ['nThresholds', { nThresholds: 0 }],
      ['betaParameters', { betaParameters: [0, 1] }],
      ['boltzmannParameter', { boltzmannParameter: 0 }],
      ['resolution', { resolution: 0 }],
      ['maxTransitionRate', { maxTransitionRate: 500 }],
      ['maxTransitionRate', { maxTransitionRate: -30 }],
      ['switchProb', { switchProb: 2 }],
      ['noTroughProb', { noTroughProb: Number.NaN }],
    ];
    for (const [name, change] of refused)
      expect(() => pyin(signal, { ...options, ...change }), name).toThrow(new RegExp(`^${name} must be`));
  });
});

describe('betaCdf', () => {
  it('equals closed forms', () => {
    for (let x = 0; x <= 1; x += 0.05) {
      expect(betaCdf(x, 1, 1)).toBeCloseTo(x, 14);
      expect(betaCdf(x, 2, 1)).toBeCloseTo(x ** 2, 14);
      expect(betaCdf(x, 1, 18)).toBeCloseTo(1 - (1 - x) ** 18, 14);
      expect(betaCdf(x, 2, 18)).toBeCloseTo(1 - (1 - x) ** 19 - 19 * x * (1 - x) ** 18, 13);
      expect(betaCdf(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 13);
    }
  });
});
