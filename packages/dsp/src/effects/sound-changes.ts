import { invalidArgument, type Random } from '@ser/core';
import type { Clip } from '../signal/types.js';
import { resample } from '../waveform/resample.js';
import { convolve } from './convolve.js';
import { pitchShift } from './pitch-shift.js';
import { timeStretch } from './time-stretch.js';

const inRange = (name: string, value: number, low: number, high: number): void => {
  if (!(value >= low && value <= high)) throw invalidArgument(name, value, `in [${low}, ${high}]`);
};

const audioOf = (samples: Float32Array | Float64Array, sampleRate: number): Clip => ({
  samples: samples instanceof Float32Array ? samples : Float32Array.from(samples),
  sampleRate,
});

/**
 * Faster and higher, or slower and lower, as a tape would be.
 *
 * @param factor 0.5 to 2, in steps of 0.01; above 1 is faster.
 */
export function changeSpeed({ samples, sampleRate }: Clip, { factor }: { factor: number }): Clip {
  inRange('factor', factor, 0.5, 2);
  const hundredths = Math.round(100 * factor);
  return audioOf(resample({ samples, sampleRate: hundredths }, 100).samples, sampleRate);
}

/** Faster or slower at the same pitch; `factor` 0.5 to 2, above 1 is faster. */
export function changeTempo(audio: Clip, { factor }: { factor: number }): Clip {
  inRange('factor', factor, 0.5, 2);
  return audioOf(timeStretch(audio, { rate: factor }).samples, audio.sampleRate);
}

/** Higher or lower at the same tempo; `semitones` -12 to 12. */
export function changePitch(audio: Clip, { semitones }: { semitones: number }): Clip {
  inRange('semitones', semitones, -12, 12);
  return audioOf(pitchShift(audio, { nSteps: semitones }).samples, audio.sampleRate);
}

/** Louder or softer; `db` -60 to 60. Samples may exceed full scale. */
export function changeGain({ samples, sampleRate }: Clip, { db }: { db: number }): Clip {
  inRange('db', db, -60, 60);
  const gain = 10 ** (db / 20);
  return { samples: samples.map((sample) => gain * sample), sampleRate };
}

/** Modified Bessel function of the first kind of order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * Keeps the frequencies from `lowHz` to `highHz`, those of a telephone by default (300 to 3400 Hz), by a linear-phase
 * Kaiser-windowed filter of 60 dB with slopes of 200 Hz; the audio is not shifted in time.
 *
 * @throws SerError `INVALID_ARGUMENT` unless 0 ≤ lowHz < highHz < half the sample rate.
 */
export function limitBand({ samples, sampleRate }: Clip, options: { lowHz?: number; highHz?: number } = {}): Clip {
  const { lowHz = 300, highHz = 3400 } = options;
  if (!(lowHz >= 0 && lowHz < highHz)) throw invalidArgument('lowHz', lowHz, `from 0 to below highHz, ${highHz}`);
  if (!(highHz < sampleRate / 2)) throw invalidArgument('highHz', highHz, `below half the rate, ${sampleRate / 2} Hz`);
  // Kaiser's formulas for 60 dB: length by the width of the slope, and shape.
  const half = Math.ceil(((60 - 7.95) * sampleRate) / (2 * 14.36 * 200));
  const shape = 0.1102 * (60 - 8.7);
  const filter = Float32Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = i - half;
    const cut = (hz: number): number =>
      t === 0 ? (2 * hz) / sampleRate : Math.sin((2 * Math.PI * hz * t) / sampleRate) / (Math.PI * t);
    return ((cut(highHz) - cut(lowHz)) * bessel(shape * Math.sqrt(1 - (t / half) ** 2))) / bessel(shape);
  });
  return { samples: convolve(samples, filter).slice(half, half + samples.length), sampleRate };
}

/** A part of `seconds` from a random place; shorter audio is repeated from its beginning until it is as long. */
export function cropOrWrap({ samples, sampleRate }: Clip, { seconds }: { seconds: number }, random: Random): Clip {
  const length = Math.round(seconds * sampleRate);
  if (!(length >= 1)) throw invalidArgument('seconds', seconds, 'one sample or more');
  if (samples.length === 0) throw invalidArgument('samples', samples, 'at least one sample');
  if (samples.length >= length) {
    const start = random.integer(samples.length - length + 1);
    return { samples: samples.slice(start, start + length), sampleRate };
  }
  return { samples: Float32Array.from({ length }, (_, i) => samples[i % samples.length]!), sampleRate };
}
