import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amplitudeToDb,
  createFrontEnd,
  dbToPower,
  dct,
  delta,
  type FeatureMatrix,
  istft,
  melFilterBank,
  melSpectrogram,
  mfcc,
  mfccToMel,
  pcen,
  powerToDb,
  resample,
  type Signal,
  spectrogram,
  stft,
} from '../src/index.js';

/** A value that is mostly within the range that makes sense and now and then anything. */
const wild = <T>(sane: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 98, arbitrary: sane },
    {
      weight: 2,
      arbitrary: fc.constantFrom(0, -1, 1.5, Number.NaN, Infinity, null, 'x', '', [], {}) as fc.Arbitrary<unknown>,
    },
  ) as fc.Arbitrary<T>;

const int = (min: number, max: number) => wild(fc.integer({ min, max }));
const real = (min: number, max: number) => wild(fc.double({ min, max, noNaN: true }));
const one = (...values: unknown[]) => wild(fc.constantFrom(...values));
const some = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });

const sample = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0, -0, 1e-320, 1e-30, 1e12, -1e12) },
);
const badSample = fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e13, -1e300);
const signal: fc.Arbitrary<Signal> = fc
  .tuple(
    fc.array(sample, { minLength: 1, maxLength: 40 }),
    fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 300, max: 900 }) },
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }) },
    ),
    fc.boolean(),
    fc.constantFrom(8000, 16000, 16000, 16000, 48000, 16000, 8000, 48000, 16000, 8000, 16000, 22050, 0, -1, Number.NaN),
    fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: badSample }),
  )
  .map(([pattern, length, single, sampleRate, bad]) => {
    const samples = new (single ? Float32Array : Float64Array)(pattern.length ? length : 0);
    for (let i = 0; i < samples.length; i++) samples[i] = pattern[i % pattern.length]!;
    if (bad !== null && samples.length) samples[samples.length >> 1] = bad;
    return { samples, sampleRate };
  });

const frames = {
  nFft: wild(fc.oneof(fc.integer({ min: 64, max: 300 }), fc.integer({ min: 1, max: 300 }))),
  hopLength: int(1, 400),
  winLength: int(1, 80),
  window: one('hann', 'hamming', 'blackman', 'povey', 'rectangular'),
  center: wild(fc.boolean()),
  padMode: one('constant', 'edge', 'reflect', 'symmetric'),
};
const mels = {
  nMels: int(10, 60),
  fMin: real(0, 1000),
  fMax: real(1000, 8000),
  htk: wild(fc.boolean()),
  melNorm: one('slaney', null, 1, 2, Infinity),
};
const decibels = {
  ref: wild(fc.oneof(fc.constant('max'), fc.double({ min: 0, max: 10, noNaN: true }))),
  amin: real(1e-12, 1),
  topDb: one(null, 80, 20, 0),
};
const cepstrum = { nMfcc: int(1, 20), dctType: one(2, 3), norm: one('ortho', null), lifter: real(0, 40) };
const power = { power: real(0.1, 4) };
const matrix = fc
  .tuple(
    int(1, 12),
    int(1, 40),
    fc.array(fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1e30, Number.NaN)), {
      minLength: 1,
      maxLength: 20,
    }),
  )
  .map(([rows, coeffs, pattern]) => ({
    frames: rows,
    coeffs,
    data: Float64Array.from(
      { length: Math.min(1000, Math.abs(rows * coeffs) || 0) },
      (_, i) => pattern[i % pattern.length]!,
    ),
  }));

let [computed, refused] = [0, 0];

/** Finite numbers of the shape that the result says, or a SerError. */
function holds(compute: () => { data: ArrayLike<number>; frames: number; coeffs: number } | ArrayLike<number>): void {
  let result: ReturnType<typeof compute>;
  try {
    result = compute();
  } catch (error) {
    refused++;
    expect(error).toBeInstanceOf(SerError);
    expect((error as SerError).message).not.toMatch(/\n|undefined must|NaN must/);
    return;
  }
  computed++;
  const values = 'data' in result ? result.data : result;
  if ('data' in result) expect(values.length).toBe(result.frames * result.coeffs);
  expect(values.length).toBeGreaterThan(0);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) expect(values[i]).toBe('finite');
}

type Options = Record<string, never>;

const cases: Record<string, fc.Arbitrary<() => void>> = {
  stft: fc.tuple(signal, some(frames)).map(([x, options]) => () => {
    holds(() => {
      const spectrum = stft(x, options as Options);
      return { ...spectrum, data: spectrum.real };
    });
    holds(() => istft(stft(x, options as Options), options as Options).samples);
  }),
  spectrogram: fc.tuple(signal, some({ ...frames, ...power })).map(
    ([x, o]) =>
      () =>
        holds(() => spectrogram(x, o as Options)),
  ),
  melFilterBank: fc.tuple(some({ ...mels, nFft: int(1, 600) }), wild(fc.constantFrom(8000, 16000, 44100))).map(
    ([o, sampleRate]) =>
      () =>
        holds(() => melFilterBank({ ...(o as Options), sampleRate })),
  ),
  melSpectrogram: fc.tuple(signal, some({ ...frames, ...mels, ...power })).map(
    ([x, o]) =>
      () =>
        holds(() => melSpectrogram(x, o as Options)),
  ),
  'melSpectrogram of a spectrogram': fc.tuple(matrix, some(mels)).map(
    ([x, o]) =>
      () =>
        holds(() => melSpectrogram({ ...x, sampleRate: 16000 }, o as Options)),
  ),
  mfcc: fc.tuple(signal, some({ ...frames, ...mels, ...cepstrum, ...decibels })).map(
    ([x, o]) =>
      () =>
        holds(() => mfcc(x, o as Options)),
  ),
  'mfcc of a matrix': fc.tuple(matrix, some(cepstrum)).map(
    ([x, o]) =>
      () =>
        holds(() => mfcc(x, o as Options)),
  ),
  dct: fc.tuple(matrix, some({ type: one(2, 3), norm: one('ortho', null), length: int(1, 40) })).map(
    ([x, o]) =>
      () =>
        holds(() => dct(x, o as Options)),
  ),
  delta: fc
    .tuple(
      matrix,
      some({ width: int(3, 15), order: int(1, 4), mode: one('interp', 'nearest', 'mirror', 'constant', 'wrap') }),
    )
    .map(
      ([x, o]) =>
        () =>
          holds(() => delta(x, o as Options)),
    ),
  decibels: fc.tuple(matrix, some(decibels)).map(([x, o]) => () => {
    holds(() => powerToDb(x, o as Options));
    holds(() => amplitudeToDb(x, o as Options));
    holds(() => dbToPower(x, o as Options));
  }),
  pcen: fc
    .tuple(
      matrix.map((x) => ({ ...x, data: x.data.map(Math.abs) })),
      some({
        sampleRate: one(16000),
        hopLength: int(1, 700),
        gain: real(0, 1),
        bias: real(0, 4),
        power: real(0, 1),
        timeConstant: real(0.01, 2),
        eps: real(1e-9, 1),
        b: real(0, 1),
        maxSize: int(1, 5),
      }),
    )
    .map(
      ([x, o]) =>
        () =>
          holds(() => pcen(x, o as never)),
    ),
  mfccToMel: fc.tuple(matrix, some({ ...cepstrum, nMels: int(1, 60) })).map(
    ([x, o]) =>
      () =>
        holds(() => mfccToMel(x, o as Options)),
  ),
  resample: fc.tuple(signal, fc.constantFrom(8000, 16000, 32000, 48000, 0, Infinity)).map(
    ([x, rate]) =>
      () =>
        holds(() => resample(x, rate).samples),
  ),
  createFrontEnd: fc
    .tuple(
      signal,
      some({
        ...frames,
        hopLength: int(20, 100),
        nFft: one(256),
        center: one(true, false, 'hop', 'cover'),
        frameLength: int(60, 256),
        removeDc: fc.boolean(),
        preEmphasis: real(0, 1),
      }),
      fc.array(
        fc.oneof(
          some({
            ...mels,
            ...cepstrum,
            topDb: one(null, 40),
            log: one('db', 'ln'),
            melAxis: one('hz', 'mel', 'bin'),
            energy: one('frame', 'spectrum'),
          }).map((o) => ({ ...o, kind: 'mfcc' })),
          some({ ...mels, topDb: one(null, 40) }).map((o) => ({ ...o, kind: 'logMel' })),
          fc.record({ kind: one('mel', 'rms', 'zcr', 'centroid', 'bandwidth', 'rolloff', 'flatness') }),
        ),
        { maxLength: 3 },
      ),
      some({
        preEmphasis: real(0, 1),
        deltas: fc.record({ orders: one(1, 2), width: one(3, 5, 9) }),
        level: fc.constant({ kind: 'rms', targetDb: -20 }),
        trim: fc.record({ topDb: real(10, 60) }),
      }),
    )
    .map(
      ([x, frame, features, rest]) =>
        () =>
          holds((): FeatureMatrix => {
            const config = { sampleRate: 16000, frame: { nFft: 256, hopLength: 100, ...frame }, features, ...rest };
            return createFrontEnd(config as never).extract(x);
          }),
    ),
};

describe('finite numbers of the documented shape, or a SerError', () => {
  it.each(Object.entries(cases))('%s', (_, arbitrary) => {
    [computed, refused] = [0, 0];
    fc.assert(
      fc.property(arbitrary, (run) => run()),
      { numRuns: 250 },
    );
    expect(computed).toBeGreaterThan(15);
    expect(refused).toBeGreaterThan(5);
  });
});
