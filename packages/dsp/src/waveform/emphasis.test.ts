import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deEmphasis, preEmphasis } from './emphasis.js';

const signal = (...values: number[]) => ({ samples: Float64Array.from(values), sampleRate: 8000 });
const anySamples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 100 });
const anyCoef = fc.double({ min: 0, max: 0.99, noNaN: true });

describe('preEmphasis', () => {
  it('subtracts a share of the sample before', () => {
    const { samples, zf } = preEmphasis(signal(1, 2, 4), { coef: 0.5, zi: 0 });
    expect([...samples]).toEqual([1, 1.5, 3]);
    expect(zf).toBe(-2);
  });

  it('continues the signal to the left in a straight line', () => {
    expect(preEmphasis(signal(1, 2, 4), { coef: 0.5 }).samples[0]).toBe(1);
    expect(preEmphasis(signal(3, 2, 4), { coef: 0.5 }).samples[0]).toBe(7);
  });

  it('is the same piece by piece', () => {
    fc.assert(
      fc.property(anySamples, anyCoef, fc.nat(), (values, coef, cut) => {
        const k = cut % values.length;
        const all = preEmphasis(signal(...values), { coef, zi: 0 }).samples;
        const head = k ? preEmphasis(signal(...values.slice(0, k)), { coef, zi: 0 }) : undefined;
        const tail = preEmphasis(signal(...values.slice(k)), { coef, zi: head?.zf ?? 0 });
        expect([...(head?.samples ?? []), ...tail.samples]).toEqual([...all]);
      }),
    );
  });

  it('keeps the precision of its input, and the input', () => {
    const samples = Float32Array.of(1, 2);
    expect(preEmphasis({ samples, sampleRate: 8000 }).samples).toBeInstanceOf(Float32Array);
    expect([...samples]).toEqual([1, 2]);
  });

  it('refuses what it cannot filter', () => {
    expect(() => preEmphasis(signal(1))).toThrow(/^samples must be at least 2/);
    expect([...preEmphasis(signal(1), { zi: 0 }).samples]).toEqual([1]);
    expect(() => preEmphasis(signal(1, 2), { coef: 1.1 })).toThrow(/^coef must be/);
    expect(() => preEmphasis(signal(1, 2), { zi: Number.NaN })).toThrow(/^zi must be/);
    expect(() => preEmphasis(signal(1, Infinity))).toThrow(/^samples must be finite/);
  });
});

describe('deEmphasis', () => {
  it('undoes preEmphasis', () => {
    fc.assert(
      fc.property(anySamples, anyCoef, fc.boolean(), (values, coef, rest) => {
        const options = rest ? { coef, zi: 0 } : { coef };
        const back = deEmphasis(preEmphasis(signal(...values), options), options).samples;
        values.forEach((value, i) => {
          expect(back[i]).toBeCloseTo(value, 9);
        });
      }),
    );
  });
});
