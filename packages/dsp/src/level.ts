import { check, checkSignal, oneOf, within } from './check.js';
import { loudness } from './loudness.js';
import type { Signal } from './types.js';

/** The level that a whole signal is brought to. */
export interface LevelOptions {
  /** What is measured: root mean square, largest magnitude, or gated loudness (ITU-R BS.1770, as EBU R 128 uses it). */
  kind: 'rms' | 'peak' | 'loudness';
  /** Wanted level, within ±200: dB relative to an amplitude of 1 (dBFS), or LUFS for `loudness`. */
  targetDb: number;
}

/**
 * The factor that brings a signal to a level.
 *
 * @throws SerError if the signal is silent or cannot be used, or an option is out of range
 */
function levelGain(signal: Signal, { kind, targetDb }: LevelOptions): number {
  const samples = checkSignal(signal);
  oneOf('kind', kind, ['rms', 'peak', 'loudness']);
  within('targetDb', targetDb, -200, 200);
  let peak = 0;
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    peak = Math.max(peak, Math.abs(samples[i]!));
    energy += samples[i]! ** 2;
  }
  const amplitude =
    kind === 'peak' ? peak : kind === 'rms' ? Math.sqrt(energy / samples.length) : 10 ** (loudness(signal) / 20);
  const gain = 10 ** (targetDb / 20) / amplitude;
  check(gain < Infinity, 'samples', signal.samples, 'louder than silence');
  return gain;
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
  const gain = levelGain(signal, options);
  const samples = signal.samples.slice();
  for (let i = 0; i < samples.length; i++) samples[i]! *= gain;
  return { samples, sampleRate: signal.sampleRate };
}
