import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { dct } from '../../transform/dct.js';
import { spectrogram } from '../../transform/spectrogram.js';
import { powerToDb } from './decibels.js';
import { melSpectrogram } from './mel-spectrogram.js';
import { mfcc } from './mfcc.js';
import { mfccToMel } from './mfcc-to-mel.js';

const random = new Random(3);
const signal = { samples: Float64Array.from({ length: 3000 }, () => random.normal()), sampleRate: 16000 };
const options = { nFft: 400, hopLength: 160, nMels: 26 };

const closeTo = (actual: Float32Array, expected: Float32Array, tolerance: number) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance);
};

it('is the same from the signal, the spectrogram or the mel spectrogram', () => {
  const whole = mfcc(signal, { ...options, nMfcc: 13 });
  const power = spectrogram(signal, { nFft: 400, hopLength: 160, power: 2 });
  const mel = melSpectrogram(power, { nMels: 26 });
  closeTo(mel.data, melSpectrogram(signal, options).data, 1e-3);
  closeTo(mfcc(powerToDb(mel), { nMfcc: 13 }).data, whole.data, 1e-3);
  expect([whole.frames, whole.coeffs]).toEqual([19, 13]);
});

it('is the cosine transform of decibels, and mfccToMel undoes it', () => {
  const mel = melSpectrogram(signal, options);
  const db = powerToDb(mel, { topDb: null });
  const full = { nMfcc: 26, lifter: 22 };
  for (const dctType of [2, 3] as const)
    for (const norm of ['ortho', null] as const) {
      closeTo(mfcc(db, { nMfcc: 26, dctType, norm }).data, dct(db, { type: dctType, norm }).data, 1e-6);
      const back = mfccToMel(mfcc(db, { ...full, dctType, norm }), { nMels: 26, lifter: 22, dctType, norm });
      expect(Math.max(...back.data.map((value, i) => Math.abs(value / mel.data[i]! - 1)))).toBeLessThan(1e-4);
    }
});

it('writes into out', () => {
  const out = { data: new Float32Array(19 * 13), frames: 19, coeffs: 13 };
  expect(mfcc(signal, { ...options, nMfcc: 13 }, out)).toBe(out);
  expect(out.data).toEqual(mfcc(signal, { ...options, nMfcc: 13 }).data);
});

it('refuses what it cannot compute, by name', () => {
  expect(() => mfcc(signal, { ...options, nMfcc: 27 })).toThrow('nMfcc must be an integer from 1 to 26, got 27');
  expect(() => mfcc(signal, { lifter: -1 })).toThrow('lifter must be at least 0, got -1');
  expect(() => mfcc(signal, { dctType: 1 as 2 })).toThrow('type must be 2 or 3, got 1');
  expect(() => mfcc({ ...signal, samples: Float32Array.of(0, Number.NaN) })).toThrow(
    'samples must be finite numbers within ±1e12, got NaN',
  );
  expect(() => mfcc({ ...signal, samples: new Float32Array(9) }, { center: false })).toThrow(
    'samples must fill a frame of 2048, got 9 samples',
  );
  expect(() => mfcc({ samples: signal.samples } as never)).toThrow(
    'sampleRate must be a positive number, got undefined',
  );
  expect(() => mfccToMel({ data: new Float32Array(4), frames: 1, coeffs: 4 }, { nMels: 3 })).toThrow(
    /nMels must be an integer from 4/,
  );
});
