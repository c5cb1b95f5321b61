import { SerError } from '@ser/core';
import { checkSignal, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { mean } from '../signal/vector.js';

/**
 * Filters in place by K-weighting's high shelf or high pass. BS.1770 tables them for 48 kHz; these are the analogue
 * prototypes behind that table (De Man 2014), transformed for any rate.
 */
export function kWeight(x: Float64Array, sampleRate: number, part: 'shelf' | 'highPass'): void {
  const shelf = part === 'shelf';
  const k = Math.tan((Math.PI * (shelf ? 1681.974450955533 : 38.13547087602444)) / sampleRate);
  const q = k / (shelf ? 0.7071752369554196 : 0.5003270373238773);
  const a0 = 1 + q + k * k;
  const [high, band, low] = shelf ? [1.5848647011308556, 1.2587209302325617, 1] : [a0, 0, 0];
  let [z1, z2] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const input = x[i]! / a0;
    const output = (high + band * q + low * k * k) * input + z1;
    z1 = 2 * (low * k * k - high) * input - (2 * (k * k - 1) * output) / a0 + z2;
    z2 = (high - band * q + low * k * k) * input - ((1 - q + k * k) * output) / a0;
    x[i] = output;
  }
}

/**
 * Integrated loudness of one channel by ITU-R BS.1770-5, as EBU R 128 uses it: K-weighting, blocks of 400 ms that
 * overlap by three quarters, gates at -70 LUFS and 10 LU below the loudness of what passes that.
 *
 * @returns LUFS; a full-scale sine of 997 Hz has -3.01
 * @throws SerError if the signal is shorter than 400 ms, never louder than -70 LUFS, or cannot be used, or its rate is
 *   below 4 kHz
 */
export function loudness(signal: Signal): number {
  const weighted = Float64Array.from(checkSignal(signal));
  const rate = within('sampleRate', signal.sampleRate, 4000, 2 ** 24);
  kWeight(weighted, rate, 'shelf');
  kWeight(weighted, rate, 'highPass');
  const length = Math.round(0.4 * rate);
  const blocks = Math.floor((weighted.length - length) / (0.1 * rate)) + 1;
  const powers = Float64Array.from({ length: Math.max(0, blocks) }, (_, block) => {
    const from = Math.round(0.1 * rate * block);
    return mean(weighted.subarray(from, from + length), (x) => x * x);
  });
  const audible = powers.filter((power) => -0.691 + 10 * Math.log10(power) > -70);
  const gate = mean(audible) / 10;
  const level = -0.691 + 10 * Math.log10(mean(audible.filter((power) => power > gate)));
  if (Number.isNaN(level)) throw new SerError('INVALID_AUDIO', 'samples must exceed -70 LUFS for at least 400 ms');
  return level;
}
