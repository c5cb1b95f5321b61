import { check, checkSignal, oneOf, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { loudness } from './loudness.js';

/** The level that a whole signal is brought to. */
export interface LevelOptions {
  /** The measure of the level: root mean square, largest magnitude, or gated loudness (ITU-R BS.1770, as EBU R 128 uses it). */
  readonly kind: 'rms' | 'peak' | 'loudness';
  /** Wanted level, within ±200: dB relative to an amplitude of 1 (dBFS), or LUFS for `loudness`. */
  readonly targetDb: number;
}

/** Sum of squares; four sums at once keep the processor busy. */
function energy(x: Signal['samples']): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = x.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += x[i]! * x[i]!;
    b += x[i + 1]! * x[i + 1]!;
    c += x[i + 2]! * x[i + 2]!;
    d += x[i + 3]! * x[i + 3]!;
  }
  for (let i = whole; i < x.length; i++) a += x[i]! * x[i]!;
  return a + b + (c + d);
}

/** As {@link setLevel}, of samples that are known to be usable. */
export function levelled(signal: Signal, { kind, targetDb }: LevelOptions): Signal['samples'] {
  oneOf('kind', kind, ['rms', 'peak', 'loudness']);
  within('targetDb', targetDb, -200, 200);
  const { samples } = signal;
  let amplitude = 0;
  if (kind === 'loudness') amplitude = 10 ** (loudness(signal) / 20);
  else if (kind === 'peak')
    for (let i = 0; i < samples.length; i++) amplitude = Math.max(amplitude, Math.abs(samples[i]!));
  else {
    amplitude = Math.sqrt(energy(samples) / samples.length);
  }
  const gain = 10 ** (targetDb / 20) / amplitude;
  check(gain < Infinity, 'samples', samples, 'louder than silence');
  const result = samples instanceof Float32Array ? new Float32Array(samples.length) : new Float64Array(samples.length);
  for (let i = 0; i < samples.length; i++) result[i] = samples[i]! * gain;
  return result;
}

/**
 * Brings a whole signal to a level. Samples may come to lie outside [-1, 1]; nothing is clipped.
 *
 * @returns samples of the same number and precision
 * @throws SerError if the signal is silent or cannot be used, or an option is out of range
 * @example
 * setLevel({ samples, sampleRate: 16000 }, { kind: 'loudness', targetDb: -23 });
 */
export function setLevel(signal: Signal, options: LevelOptions): Signal {
  checkSignal(signal);
  return { samples: levelled(signal, options), sampleRate: signal.sampleRate };
}
