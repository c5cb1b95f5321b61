import { check, checkSignal } from './check.js';
import type { Signal } from './types.js';
import { within } from './within.js';

/** Options of {@link preEmphasis} and {@link deEmphasis}. */
export interface EmphasisOptions {
  /** Weight of the previous sample, within [-1, 1]. Default 0.97. */
  coef?: number;
  /**
   * State of the filter before the first sample, such as the `zf` of the chunk before. Default: the value that continues
   * the first two samples in a straight line, as librosa does; this needs at least two samples.
   */
  zi?: number;
}

/** A filtered signal with the state its filter was left in. */
export interface FilteredSignal extends Signal {
  /** State of the filter after the last sample, to be given as `zi` with the chunk that follows. */
  readonly zf: number;
}

type Samples = Signal['samples'];

/**
 * Writes `out[i] = samples[i] - coef · samples[i - 1]`, beginning with the state `zi`; `out` may be `samples`.
 *
 * @returns the state after the last sample
 */
function preEmphasise(samples: Samples, out: Samples, coef: number, zi: number): number {
  let state = zi;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    out[i] = x + state;
    state = -coef * x;
  }
  return state;
}

/**
 * Writes `out[i] = samples[i] + coef · out[i - 1]`, beginning with the state `zi`; `out` may be `samples`.
 *
 * @returns the state after the last sample
 */
function deEmphasise(samples: Samples, out: Samples, coef: number, zi: number): number {
  let state = zi;
  for (let i = 0; i < samples.length; i++) {
    const y = samples[i]! + state;
    out[i] = y;
    state = coef * y;
  }
  return state;
}

function emphasis(
  signal: Signal,
  { coef = 0.97, zi }: EmphasisOptions,
  filter: typeof preEmphasise,
  first: (a: number, b: number, coef: number) => number,
): FilteredSignal {
  const samples = checkSignal(signal);
  within('coef', coef, -1, 1);
  check(zi !== undefined || samples.length > 1, 'samples', samples, 'at least 2 unless there is zi');
  const state = within('zi', zi ?? first(samples[0]!, samples[1]!, coef), -1e15, 1e15);
  const out = samples.slice();
  const zf = filter(samples, out, coef, state);
  return { samples: out, sampleRate: signal.sampleRate, zf };
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
  return emphasis(signal, options, preEmphasise, (a, b) => 2 * a - b);
}

/**
 * Undoes {@link preEmphasis}; equals `librosa.effects.deemphasis`.
 *
 * @returns samples of the same number and precision
 * @throws SerError if the samples or an option cannot be used
 */
export function deEmphasis(signal: Signal, options: EmphasisOptions = {}): FilteredSignal {
  return emphasis(signal, options, deEmphasise, (a, b, coef) => ((coef - 2) * a + b) / (3 - coef));
}
