import { check, checkSignal, oneOf, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { mean } from '../signal/vector.js';
import { loudness } from './loudness.js';

/** The level that a whole signal is brought to. */
export interface LevelOptions {
  /** What is measured: root mean square, largest magnitude, or gated loudness (ITU-R BS.1770, as EBU R 128 uses it). */
  kind: 'rms' | 'peak' | 'loudness';
  /** Wanted level, within ±200: dB relative to an amplitude of 1 (dBFS), or LUFS for `loudness`. */
  targetDb: number;
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
  else amplitude = Math.sqrt(mean(samples, (x) => x * x));
  const gain = 10 ** (targetDb / 20) / amplitude;
  check(gain < Infinity, 'samples', samples, 'louder than silence');
  return samples.map((x) => x * gain);
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
