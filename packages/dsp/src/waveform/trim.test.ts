import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { split, trim } from './trim.js';

const sampleRate = 16000;
/** Loud from 4000 to 6000 and from 10000 to 12000. */
const samples = Float32Array.from({ length: 16000 }, (_, i) =>
  (i >= 4000 && i < 6000) || (i >= 10000 && i < 12000) ? Math.sin(i) : 1e-5 * Math.sin(i),
);
const options = { frameLength: 512, hopLength: 128 };

describe('trim and split', () => {
  it('find what is loud to within a frame', () => {
    const intervals = split({ samples, sampleRate }, options);
    expect(intervals).toHaveLength(2);
    [4000, 6000, 10000, 12000].forEach((edge, i) => {
      const { start, end } = intervals[i >> 1]!;
      expect(Math.abs((i % 2 ? end : start) - edge)).toBeLessThanOrEqual(512);
    });
    const rest = trim({ samples, sampleRate }, options);
    expect([rest.start, rest.end]).toEqual([intervals[0]!.start, intervals[1]!.end]);
    expect(rest.samples).toEqual(samples.subarray(rest.start, rest.end));
  });

  it('measure levels against a reference', () => {
    expect(split({ samples, sampleRate }, { ...options, ref: 1e4 })).toEqual([]);
    expect(trim({ samples, sampleRate }, { ...options, ref: 1e4 })).toMatchObject({ start: 0, end: 0 });
    expect(split({ samples, sampleRate }, { ...options, topDb: 200 })).toEqual([{ start: 0, end: 16000 }]);
    const median = (levels: Float64Array) => levels.slice().sort()[levels.length >> 1]!;
    expect(split({ samples, sampleRate }, { ...options, topDb: 20, ref: median })).toEqual([{ start: 0, end: 16000 }]);
  });

  it('give intervals in order, within the signal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 64 }),
        fc.double({ min: -10, max: 80, noNaN: true }),
        (values, frameLength, hopLength, topDb) => {
          const signal = { samples: Float32Array.from(values), sampleRate };
          const edges = split(signal, { topDb, frameLength, hopLength }).flatMap(({ start, end }) => [start, end]);
          expect(edges).toEqual(edges.slice().sort((a, b) => a - b));
          for (const edge of edges) expect(edge >= 0 && edge <= values.length).toBe(true);
        },
      ),
    );
  });

  it('refuse what they cannot judge', () => {
    expect(() => trim({ samples, sampleRate }, { topDb: Number.NaN })).toThrow(/^topDb must be/);
    expect(() => trim({ samples, sampleRate }, { ref: Number.NaN })).toThrow(/^ref must be/);
    expect(() => trim({ samples: new Float32Array(0), sampleRate })).toThrow(/samples must not be empty/);
  });
});
