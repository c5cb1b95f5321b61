import type { Audio } from '@ser/audio';
import { melSpectrogram } from '@ser/dsp';
import { type Fingerprint, fingerprint } from './fingerprint.js';

/** Bands and time slices of a fingerprint. */
const BANDS = 16;
const SLICES = 64;
/** Range of the bands in Hz: what a telephone passes, so that band limits change little. */
const LOWEST = 150;
const HIGHEST = 3400;
/** Seconds of a frame and from one to the next, about. */
const FRAME = 0.032;
const HOP = 0.008;
/** Frames quieter than this below the loudest, in dB, are silence at the ends and the floor between. */
const FLOOR_DB = 50;

const nearestPowerOfTwo = (value: number): number => 2 ** Math.round(Math.log2(value));

/**
 * Returns the fingerprint of a recording, whose size is the time in seconds from the first to the last frame that is
 * not silent; `undefined` for silence and for less than 0.1 s of sound, which cannot be compared.
 *
 * The sound between the silences at both ends is cut into 64 slices of time, each with the log energies of 16 mel bands
 * from 150 to 3400 Hz. Each band's mean is removed, so that neither level nor equalization matters.
 */
export function soundFingerprint({ samples, sampleRate }: Audio): Fingerprint | undefined {
  const nFft = nearestPowerOfTwo(FRAME * sampleRate);
  const hopLength = Math.max(1, Math.round(HOP * sampleRate));
  if (samples.length < nFft || sampleRate < 2 * HIGHEST) return undefined;
  const { data, frames } = melSpectrogram(
    { samples, sampleRate },
    { nFft, hopLength, nMels: BANDS, fMin: LOWEST, fMax: HIGHEST, padMode: 'constant' },
  );
  const energy = new Float64Array(frames);
  let loudest = 0;
  for (let t = 0; t < frames; t++) {
    for (let band = 0; band < BANDS; band++) energy[t]! += data[t * BANDS + band]!;
    loudest = Math.max(loudest, energy[t]!);
  }
  if (!(loudest > 0)) return undefined;
  const heard = loudest * 10 ** (-(FLOOR_DB - 15) / 10);
  const first = energy.findIndex((value) => value >= heard);
  let last = frames - 1;
  while (energy[last]! < heard) last--;
  const length = last - first + 1;
  const seconds = (length * hopLength) / sampleRate;
  if (seconds < 0.1) return undefined;

  const floor = (loudest / BANDS) * 10 ** (-FLOOR_DB / 10);
  const shape = new Float32Array(SLICES * BANDS);
  for (let slice = 0; slice < SLICES; slice++) {
    const from = first + Math.min(length - 1, Math.floor((slice * length) / SLICES));
    const to = Math.max(from + 1, first + Math.floor(((slice + 1) * length) / SLICES));
    for (let band = 0; band < BANDS; band++) {
      let sum = 0;
      for (let t = from; t < to; t++) sum += data[t * BANDS + band]!;
      shape[slice * BANDS + band] = Math.log(sum / (to - from) + floor);
    }
  }
  for (let band = 0; band < BANDS; band++) {
    let mean = 0;
    for (let slice = 0; slice < SLICES; slice++) mean += shape[slice * BANDS + band]! / SLICES;
    for (let slice = 0; slice < SLICES; slice++) shape[slice * BANDS + band]! -= mean;
  }
  const norm = Math.hypot(...shape);
  if (!(norm > 0)) return undefined;
  for (let i = 0; i < shape.length; i++) shape[i]! /= norm;
  return fingerprint(seconds, shape);
}
