import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as dsp from '../src/index.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 100);

/** Numbers that callers pass by mistake, among ordinary ones. */
const number = (...ordinary: number[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...ordinary) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, Number.NaN, Infinity, -Infinity, 1e9, 1e-300, undefined) },
  );

const amplitude = fc.constantFrom(1, 1, 1, 0, 1e-40, 1e-200, 1e6, 1e12);
const samples = fc
  .tuple(
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 700, size: 'max' }),
    amplitude,
    fc.constantFrom(Float32Array, Float64Array),
    fc.constantFrom('noise', 'tone', 'constant', 'impulse', 'broken'),
  )
  .map(([values, scale, Type, shape]) => {
    const of: Record<string, (value: number, i: number) => number> = {
      noise: (value) => value,
      tone: (_, i) => Math.sin(i / 9),
      constant: () => 1,
      impulse: (_, i) => (i === 5 ? 1 : 0),
      broken: (value, i) => (i === 3 ? Number.NaN : value),
    };
    return new Type(values.map((value, i) => scale * of[shape]!(value, i)));
  });
const signal = fc.record({ samples, sampleRate: number(8000, 16000, 44100) }) as fc.Arbitrary<dsp.Signal>;
const voice = fc.record({ period: fc.double({ min: 20, max: 70, noNaN: true }), scale: amplitude }).map(
  ({ period, scale }): dsp.Signal => ({
    samples: Float32Array.from({ length: 2000 }, (_, i) => scale * (1 - ((i % period) / period) * 2)),
    sampleRate: 16000,
  }),
);
const spectrogram = fc
  .tuple(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 40 }),
    fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { maxLength: 9 }),
    fc.constantFrom(0, 0, 0, -1, Number.NaN),
  )
  .map(([frames, coeffs, values, wrong]) => ({
    data: Float64Array.from({ length: frames * coeffs }, (_, i) =>
      i === 7 && wrong !== 0 ? wrong : (values[i % values.length] ?? 0),
    ),
    frames,
    coeffs,
    sampleRate: 16000,
  }));
const either = fc.oneof(signal, spectrogram);
const flag = fc.constantFrom(true, false);
const frames = { frameLength: number(32, 33, 64, 200), hopLength: number(8, 16, 50), center: flag };
const padded = { ...frames, padMode: fc.constantFrom('constant', 'edge', 'reflect', 'symmetric', 'wrap') };
const spectra = {
  nFft: number(32, 33, 64, 128),
  hopLength: number(8, 16, 50),
  winLength: number(16, 32),
  center: flag,
  padMode: fc.constantFrom('constant', 'reflect'),
  window: fc.constantFrom('hann', 'hamming', 'rectangular', 'triangle'),
};
const pitch = { ...padded, fMin: number(300, 500), fMax: number(900, 3000) };

// biome-ignore lint/suspicious/noExplicitAny: what is thrown at the functions is wrong on purpose
type Anything = any;

const finite = (values: ArrayLike<number>) => expect(Array.from(values).every(Number.isFinite)).toBe(true);
const features =
  (compute: (input: Anything, options: Anything) => dsp.FeatureMatrix, coeffs?: number) =>
  (input: Anything, options: Anything) => {
    const result = compute(input, options);
    expect(result.data.length).toBe(result.frames * result.coeffs);
    expect(result.frames).toBeGreaterThan(0);
    if (coeffs) expect(result.coeffs).toBe(coeffs);
    finite(result.data);
  };
const sound = (compute: (input: Anything, options: Anything) => dsp.Signal) => (input: Anything, options: Anything) => {
  const { samples, sampleRate } = compute(input, options);
  expect(samples.constructor).toBe(input.samples.constructor);
  expect(sampleRate).toBe(input.sampleRate);
  finite(samples);
};

const functions: Record<string, [(input: Anything, options: Anything) => void, fc.Arbitrary<unknown>, object]> = {
  rms: [features(dsp.rms, 1), either, padded],
  zeroCrossingRate: [
    features(dsp.zeroCrossingRate, 1),
    signal,
    { ...frames, threshold: number(0, 0.1), refMagnitude: number(1), pad: flag, zeroPos: flag },
  ],
  spectralCentroid: [features(dsp.spectralCentroid, 1), either, spectra],
  spectralBandwidth: [features(dsp.spectralBandwidth, 1), either, { ...spectra, p: number(1, 2, 3), norm: flag }],
  spectralRolloff: [features(dsp.spectralRolloff, 1), either, { ...spectra, rollPercent: number(0.1, 0.9) }],
  spectralFlatness: [
    features(dsp.spectralFlatness, 1),
    either,
    { ...spectra, amin: number(1e-10), power: number(1, 2) },
  ],
  spectralContrast: [
    features(dsp.spectralContrast),
    either,
    { ...spectra, fMin: number(500, 1000), nBands: number(1, 2), quantile: number(0.02, 0.4), linear: flag },
  ],
  chromaStft: [
    features(dsp.chromaStft),
    either,
    {
      ...spectra,
      nChroma: number(7, 12, 24),
      tuning: number(0, 0.2),
      norm: fc.oneof(number(1, 2, 3), fc.constant(null)),
      ctroct: number(5),
      octwidth: number(2),
    },
  ],
  estimateTuning: [
    (input, options) => finite([dsp.estimateTuning(input, options)]),
    either,
    { ...spectra, resolution: number(0.01, 0.3), binsPerOctave: number(12, 24), fMin: number(150), fMax: number(4000) },
  ],
  tonnetz: [features((input) => dsp.tonnetz(input), 6), spectrogram, {}],
  functionals: [
    features(dsp.functionals),
    spectrogram,
    { functionals: fc.subarray(['mean', 'std', 'skewness', 'kurtosis', 'slope', 'range', 'q7', 'q93.5', 'q400']) },
  ],
  yin: [features(dsp.yin, 1), signal, { ...pitch, troughThreshold: number(0.1, 0.5) }],
  pyin: [
    (input, options) => {
      const { f0, voiced, voicedProbability } = dsp.pyin(input, options);
      f0.forEach((hertz, t) => {
        expect(Number.isFinite(hertz) || !voiced[t]).toBe(true);
      });
      finite(voicedProbability);
    },
    signal,
    {
      ...pitch,
      nThresholds: number(10, 100),
      resolution: number(0.2, 0.5),
      boltzmannParameter: number(2),
      maxTransitionRate: number(20, 40),
      switchProb: number(0.01, 0.5),
      noTroughProb: number(0.01),
    },
  ],
  lpc: [(input, options) => finite(dsp.lpc(input, options)), signal, { order: number(1, 2, 8, 16) }],
  preEmphasis: [sound(dsp.preEmphasis), signal, { coef: number(0.97), zi: number(0, 0.1) }],
  deEmphasis: [sound(dsp.deEmphasis), signal, { coef: number(0.97), zi: number(0, 0.1) }],
  trim: [sound(dsp.trim), signal, { ...frames, topDb: number(10, 60), ref: number(0.1, 1) }],
  setLevel: [
    sound(dsp.setLevel),
    signal,
    { kind: fc.constantFrom('rms', 'peak', 'loudness', 'lufs'), targetDb: number(-23, 0) },
  ],
  timeStretch: [sound(dsp.timeStretch), signal, { ...spectra, rate: number(0.5, 1.3) }],
  pitchShift: [sound(dsp.pitchShift), signal, { ...spectra, nSteps: number(-3, 2.5), binsPerOctave: number(12) }],
  voiceQuality: [
    (input, options) => finite(Object.values(dsp.voiceQuality(input, options))),
    fc.oneof(signal, voice),
    { fMin: number(200), fMax: number(900), hopSeconds: number(0.01) },
  ],
};

describe('whatever the options and the input, the result is finite and of the documented shape, or a SerError', () => {
  it.each(Object.keys(functions))('%s', (name) => {
    const [run, input, options] = functions[name]!;
    let results = 0;
    fc.assert(
      fc.property(
        input,
        fc.record(options as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] }),
        (given, chosen) => {
          try {
            run(given, chosen);
            results++;
          } catch (error) {
            if (!(error instanceof SerError)) throw error;
          }
        },
      ),
      { numRuns: RUNS },
    );
    // Errors alone would prove little.
    expect(results).toBeGreaterThan(0);
  });
});
