import { check, checkSignal, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';

/** Options of {@link preEmphasis} and {@link deEmphasis}. */
export interface EmphasisOptions {
  /** Weight of the previous sample, within [-1, 1]. Default 0.97. */
  readonly coef?: number | undefined;
  /**
   * State of the filter before the first sample, such as the `zf` of the chunk before. Default: the value that continues
   * the first two samples in a straight line, as librosa does; this needs at least two samples.
   */
  readonly zi?: number | undefined;
}

/** A filtered signal with the state its filter was left in. */
export interface FilteredSignal extends Signal {
  /** State of the filter after the last sample, to be given as `zi` with the chunk that follows. */
  readonly zf: number;
}

/**
 * The filter `y[i] = x[i] - coef · x[i - 1]`, or with `inverse` the one that undoes it. Its state is what it adds to the
 * next sample.
 */
function emphasis(signal: Signal, { coef = 0.97, zi }: EmphasisOptions, inverse: boolean): FilteredSignal {
  const samples = checkSignal(signal).slice();
  within('coef', coef, -1, 1);
  check(zi !== undefined || samples.length > 1, 'samples', samples, 'at least 2 unless there is zi');
  const [a = 0, b = 0] = samples;
  const line = inverse ? ((coef - 2) * a + b) / (3 - coef) : 2 * a - b;
  let zf = within('zi', zi ?? line, -1e15, 1e15);
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = x + zf;
    samples[i] = y;
    zf = inverse ? coef * y : -coef * x;
  }
  return { samples, sampleRate: signal.sampleRate, zf };
}

/**
 * Raises high frequencies by a first-order difference; equals `librosa.effects.preemphasis`.
 *
 * @returns samples of the same number and precision
 * @throws SerError if the samples or an option cannot be used
 * @example
 * preEmphasis({ samples, sampleRate: 16000 }, { coef: 0.97 }).samples;
 */
export function preEmphasis(signal: Signal, options: EmphasisOptions = {}): FilteredSignal {
  return emphasis(signal, options, false);
}

/**
 * Undoes {@link preEmphasis}; equals `librosa.effects.deemphasis`.
 *
 * @returns samples of the same number and precision
 * @throws SerError if the samples or an option cannot be used
 */
export function deEmphasis(signal: Signal, options: EmphasisOptions = {}): FilteredSignal {
  return emphasis(signal, options, true);
}
