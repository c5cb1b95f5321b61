import { Random } from '@ser/core';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import { type ClipAugmentation, type CompleteClipAugmentation, checkBands } from '../recipe/feature-augmentation.js';
import { augmentClip as augmentComplete } from './augment-clip.js';

const augmentClip = (clip: FeatureMatrix, augmentation: ClipAugmentation, ...rest: [Random, object?]): FeatureMatrix =>
  augmentComplete(
    clip,
    completeOptions({ epochs: 1, featureAugmentation: augmentation }).featureAugmentation as CompleteClipAugmentation,
    ...rest,
  );

const frames = 100;
const coeffs = 20;
/** Features whose value says where it stands: 100 dB a frame, 1 dB a band. */
const ramp = (): FeatureMatrix => ({
  data: Float32Array.from({ length: frames * coeffs }, (_, i) => 100 * Math.floor(i / coeffs) + (i % coeffs)),
  frames,
  coeffs,
});
const flat = (value = 0): FeatureMatrix => ({ data: new Float32Array(frames * coeffs).fill(value), frames, coeffs });
const versions = (augmentation: ClipAugmentation, clip: () => FeatureMatrix, count = 40): FeatureMatrix[] =>
  Array.from({ length: count }, (_, seed) => augmentClip(clip(), augmentation, new Random(seed)));

it('gives the same version for the same random numbers, and leaves the clip as it is', () => {
  const all: ClipAugmentation = {
    tempo: 0.12,
    bandShift: 2,
    equalizer: { deviation: 6 },
    dynamicRange: 0.3,
    noiseFloor: { level: [-30, 0], deviation: 6 },
    bandLimit: { fromBand: 10, probability: 0.5 },
  };
  const clip = ramp();
  const version = augmentClip(clip, all, new Random(7));
  expect(version.data.every(Number.isFinite)).toBe(true);
  expect(version).toEqual(augmentClip(ramp(), all, new Random(7)));
  expect(version).not.toEqual(augmentClip(ramp(), all, new Random(8)));
  expect(clip).toEqual(ramp());
});

it('tempo reads frames faster or slower, from the first to the last', () => {
  for (const { data, frames: length } of versions({ tempo: 0.2 }, ramp)) {
    expect(length).toBeGreaterThanOrEqual(Math.round(frames / 1.2));
    expect(length).toBeLessThanOrEqual(Math.round(frames / 0.8));
    expect(data[0]).toBe(0);
    // 100 dB a frame at the speed that made `length` frames out of 100.
    expect(data[10 * coeffs]! / 1000).toBeCloseTo(frames / length, 1);
    expect(data[10 * coeffs + 7]! - data[10 * coeffs]!).toBeCloseTo(7, 3);
  }
  const lengths = versions({ tempo: 0.2 }, ramp).map((version) => version.frames);
  expect(Math.min(...lengths)).toBeLessThan(95);
  expect(Math.max(...lengths)).toBeGreaterThan(105);
});

it('bandShift reads bands above and below their place, and holds the outer ones', () => {
  const shifts = versions({ bandShift: 2 }, ramp).map(({ data, frames: length }) => {
    expect(length).toBe(frames);
    const shift = data[10]! - 10;
    expect(Math.abs(shift)).toBeLessThanOrEqual(2);
    expect(data[3 * coeffs + 5]).toBeCloseTo(305 + shift, 3);
    expect(data[coeffs - 1]).toBeCloseTo(19 + Math.min(shift, 0), 3);
    return shift;
  });
  expect(Math.min(...shifts)).toBeLessThan(-1);
  expect(Math.max(...shifts)).toBeGreaterThan(1);
});

it('equalizer adds one smooth curve to all frames', () => {
  const ends = versions({ equalizer: { deviation: 6, knots: 2 } }, flat).map(({ data }) => {
    for (let i = coeffs; i < data.length; i++) expect(data[i]).toBe(data[i % coeffs]);
    // Through two knots: a straight line.
    expect(data[10]! - data[9]!).toBeCloseTo((data[19]! - data[0]!) / 19, 4);
    return data[0]!;
  });
  const deviation = Math.sqrt(ends.reduce((sum, value) => sum + value * value, 0) / ends.length);
  expect(deviation).toBeGreaterThan(4);
  expect(deviation).toBeLessThan(8);
});

it('noiseFloor adds power at a level relative to the mean of the clip', () => {
  const levels = versions({ noiseFloor: { level: [-10, 10] } }, () => flat(-40)).map(({ data }) => {
    expect(new Set(data).size).toBe(1);
    // 10 log10(1 + 10^(level / 10)) above what it was.
    return 10 * Math.log10(10 ** ((data[0]! + 40) / 10) - 1);
  });
  expect(Math.min(...levels)).toBeGreaterThan(-10.01);
  expect(Math.max(...levels)).toBeLessThan(10.01);
  expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(15);
});

it('noiseFloor is shaped by its deviation, and taken with its probability', () => {
  const shaped = augmentClip(flat(), { noiseFloor: { level: [0, 0], deviation: 6 } }, new Random(1));
  expect(new Set(shaped.data.subarray(0, coeffs)).size).toBe(coeffs);
  const taken = versions({ noiseFloor: { level: [0, 0], probability: 0.25 } }, flat, 200);
  const share = taken.filter(({ data }) => data[0]! > 0).length / 200;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.08);
});

it('bandLimit leaves the smallest value of the clip from a random band on', () => {
  const firsts = versions({ bandLimit: { fromBand: 12, probability: 1 } }, ramp).map(({ data }) => {
    const row = [...data.subarray(5 * coeffs, 6 * coeffs)];
    const first = row.indexOf(0);
    expect(row).toEqual(Array.from({ length: coeffs }, (_, c) => (c < first ? 500 + c : 0)));
    return first;
  });
  expect(Math.min(...firsts)).toBe(12);
  expect(Math.max(...firsts)).toBe(19);
  const kept = versions({ bandLimit: { fromBand: 12, probability: 0.5 } }, ramp, 200);
  expect(Math.abs(kept.filter(({ data }) => data[5 * coeffs + 19] === 519).length / 200 - 0.5)).toBeLessThan(0.1);
});

it('subtracts the mean of each band again for a front end that does so', () => {
  const noisy: ClipAugmentation = { tempo: 0.1, noiseFloor: { level: [-10, 0], deviation: 6 } };
  const { data, frames: length } = augmentClip(ramp(), noisy, new Random(1), { subtractClipMean: true });
  for (let c = 0; c < coeffs; c++) {
    let sum = 0;
    for (let t = 0; t < length; t++) sum += data[t * coeffs + c]!;
    expect(Math.abs(sum / length)).toBeLessThan(0.01);
  }
  expect(Math.abs(augmentClip(ramp(), noisy, new Random(1)).data[0]!)).toBeLessThan(5000);
});

it.each([
  [{ tempo: 0.6 }, 'featureAugmentation.tempo'],
  [{ bandShift: 0 }, 'featureAugmentation.bandShift'],
  [{ equalizer: { deviation: 0 } }, 'featureAugmentation.equalizer.deviation'],
  [{ equalizer: { deviation: 1, knots: 1 } }, 'featureAugmentation.equalizer.knots'],
  [{ noiseFloor: { level: [0, -1] } }, 'featureAugmentation.noiseFloor.level'],
  [{ noiseFloor: { level: [0, 1], deviation: -1 } }, 'featureAugmentation.noiseFloor.deviation'],
  [{ noiseFloor: { level: [0, 1], probability: 0 } }, 'featureAugmentation.noiseFloor.probability'],
  [{ bandLimit: { fromBand: 0, probability: 1 } }, 'featureAugmentation.bandLimit.fromBand'],
  [{ bandLimit: { fromBand: 1, probability: 2 } }, 'featureAugmentation.bandLimit.probability'],
] as const)('refuses %o, which names the field', (augmentation, name) => {
  expect(() => completeOptions({ epochs: 1, featureAugmentation: augmentation as ClipAugmentation })).toThrow(name);
});

it('refuses augmentation of bands for a front end without bands, or with too few', () => {
  const frontEnd = (rest: Partial<FrontEndConfig>): FrontEndConfig => ({
    sampleRate: 16000,
    frame: { nFft: 512, hopLength: 256 },
    features: [{ kind: 'logMel', nMels: 40 }],
    ...rest,
  });
  const steps: ClipAugmentation[] = [
    { bandShift: 1 },
    { equalizer: { deviation: 1 } },
    { noiseFloor: { level: [-20, 0] } },
    { bandLimit: { fromBand: 30, probability: 1 } },
  ];
  const others: Partial<FrontEndConfig>[] = [
    { features: [{ kind: 'mfcc' }] },
    { features: [{ kind: 'logMel', log: 'ln' }] },
    { features: [{ kind: 'logMel' }, { kind: 'rms' }] },
    { deltas: { orders: 1 } },
  ];
  for (const step of steps) {
    const [name] = Object.keys(step);
    expect(() => checkBands(step, frontEnd({}))).not.toThrow();
    for (const other of others)
      expect(() => checkBands(step, frontEnd(other))).toThrow(
        `featureAugmentation.${name} needs a front end of log-mel bands`,
      );
  }
  expect(() => checkBands({ tempo: 0.1 }, frontEnd({ features: [{ kind: 'mfcc' }] }))).not.toThrow();
  const limit = { bandLimit: { fromBand: 40, probability: 1 } };
  expect(() => checkBands(limit, frontEnd({}))).toThrow(
    'featureAugmentation.bandLimit.fromBand must be below the 40 bands',
  );
  expect(() => checkBands(limit, frontEnd({ features: [{ kind: 'logMel' }] }))).not.toThrow();
});

it('dynamicRange stretches each band about its mean, by a factor within the range', () => {
  const mean = (frames - 1) / 2;
  const factors = versions({ dynamicRange: 0.3 }, ramp).map(({ data }) =>
    Array.from({ length: coeffs }, (_, c) => {
      const factorAt = (t: number) => (data[t * coeffs + c]! - 100 * mean - c) / (100 * (t - mean));
      expect(factorAt(0)).toBeCloseTo(factorAt(frames - 1), 4);
      return factorAt(0);
    }),
  );
  const all = factors.flat();
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0.7 - 1e-4);
  expect(Math.max(...all)).toBeLessThanOrEqual(1.3 + 1e-4);
  expect(Math.min(...all)).toBeLessThan(0.75);
  expect(Math.max(...all)).toBeGreaterThan(1.25);
  // Neighboring bands have neighboring factors; the knots are five bands apart.
  for (const clip of factors)
    for (let c = 1; c < coeffs; c++) expect(Math.abs(clip[c]! - clip[c - 1]!)).toBeLessThan(0.6 / 4);
});
