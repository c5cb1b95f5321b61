import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Functional, functionals } from './functionals.js';

const one = (...data: number[]) => ({ data: Float64Array.from(data), frames: data.length, coeffs: 1 });
const of = (values: number[], ...names: Functional[]) => [...functionals(one(...values), { functionals: names }).data];

describe('functionals', () => {
  it('describe a series', () => {
    const values = [3, 1, 2, 10];
    expect(of(values, 'mean', 'min', 'max', 'range', 'q50')).toEqual([4, 1, 10, 9, 2.5]);
    expect(of(values, 'std')[0]).toBeCloseTo(Math.sqrt((1 + 9 + 4 + 36) / 4), 6);
    expect(of([1, 3, 5, 7, 9], 'slope')[0]).toBe(2);
    expect(of([0, 10, 20, 30], 'q0', 'q25', 'q100')).toEqual([0, 7.5, 30]);
    expect(of([0, 0, 0, 4], 'skewness')[0]).toBeCloseTo(2 / Math.sqrt(3), 5);
    expect(of([-1, 1, -1, 1], 'kurtosis')[0]).toBeCloseTo(-2, 6);
  });

  it('of a constant or a single frame are finite', () => {
    const all: Functional[] = ['mean', 'std', 'slope', 'skewness', 'kurtosis', 'q10'];
    expect(of([0.1, 0.1, 0.1], ...all).map((value) => Math.abs(value))).toEqual(
      [0.1, 0, 0, 0, 0, 0.1].map((value) => expect.closeTo(value, 6)),
    );
    expect(of([7], ...all)).toEqual([7, 0, 0, 0, 0, 7]);
  });

  it.each([0.1, 1e-30, -3.3e8])('skewness and kurtosis of the constant %f are 0, however long it is', (value) => {
    for (const length of [2, 3, 100_000])
      expect(
        of(
          Array.from({ length }, () => value),
          'skewness',
          'kurtosis',
        ),
      ).toEqual([0, 0]);
  });

  it('skewness and kurtosis of small deviations are those of large ones', () => {
    const deviations = [0, 0, 0, 4];
    const [skewness, kurtosis] = of(deviations, 'skewness', 'kurtosis');
    const small = of(
      deviations.map((x) => 1 + x * 1e-11),
      'skewness',
      'kurtosis',
    );
    expect(small[0]).toBeCloseTo(skewness!, 3);
    expect(small[1]).toBeCloseTo(kurtosis!, 3);
    expect(kurtosis).toBeCloseTo(-2 / 3, 6);
  });

  it('come coefficient by coefficient, nine by default', () => {
    const matrix = { data: Float32Array.of(1, 10, 3, 30), frames: 2, coeffs: 2 };
    expect([...functionals(matrix, { functionals: ['mean', 'max'] }).data]).toEqual([2, 3, 20, 30]);
    expect(functionals(matrix)).toMatchObject({ frames: 1, coeffs: 18 });
  });

  it('do not depend on the order of frames, but for the slope', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1 }), (values) => {
        const names: Functional[] = ['mean', 'std', 'min', 'max', 'range', 'q25', 'q90'];
        const there = of(values, ...names);
        const back = of(values.slice().reverse(), ...names);
        there.forEach((value, i) => {
          expect(back[i]).toBeCloseTo(value, 3);
        });
        expect(of(values.slice().reverse(), 'slope')[0]).toBeCloseTo(-of(values, 'slope')[0]!, 3);
      }),
    );
  });

  it('refuse what they do not know', () => {
    for (const name of ['median', 'q101', 'q-1', 'toString'])
      expect(() => of([1], name as Functional)).toThrow(/^functionals must be/);
    expect(() => of([1])).toThrow(/^functionals must be/);
    expect(() => of([1, Number.NaN], 'mean')).toThrow(/^input must be/);
    expect(() => functionals({ data: new Float32Array(0), frames: 0, coeffs: 3 })).toThrow(/^input must be/);
  });
});
