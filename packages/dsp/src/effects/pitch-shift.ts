import { integer, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { resample } from '../waveform/resample.js';
import { type TimeStretchOptions, timeStretch } from './time-stretch.js';

/** Options of {@link pitchShift}; names, meaning and defaults are librosa's. */
export interface PitchShiftOptions extends Omit<TimeStretchOptions, 'rate'> {
  /** Steps upwards, downwards if below 0; at most four octaves. */
  readonly nSteps: number;
  /** Steps in an octave. Default 12, semitones. */
  readonly binsPerOctave?: number | undefined;
}

/** The fraction nearest to `x` among those of the continued fraction with numbers up to `limit`. */
function fraction(x: number, limit: number): [number, number] {
  let [p, q, lastP, lastQ] = [Math.floor(x), 1, 1, 0];
  for (let rest = x - p; rest > 1e-9; ) {
    const whole = Math.floor(1 / rest);
    const next: [number, number] = [whole * p + lastP, whole * q + lastQ];
    if (Math.max(...next) > limit) break;
    [lastP, lastQ] = [p, q];
    [p, q] = next;
    rest = 1 / rest - whole;
  }
  return [p, q];
}

/**
 * Changes the pitch of speech (and its formants) but not its speed: `librosa.effects.pitch_shift` with this package's
 * resampler in the place of soxr. The interval is exact to 0.001 semitones.
 *
 * @returns as many samples in the same precision
 * @throws SerError if the signal or an option cannot be used
 * @example
 * pitchShift({ samples, sampleRate: 16000 }, { nSteps: 2 });
 */
export function pitchShift(signal: Signal, { nSteps, binsPerOctave = 12, ...options }: PitchShiftOptions): Signal {
  integer('binsPerOctave', binsPerOctave);
  within('nSteps', nSteps, -4 * binsPerOctave, 4 * binsPerOctave);
  const [to, from] = fraction(2 ** (-nSteps / binsPerOctave), 500);
  const { samples } = resample({ ...timeStretch(signal, { ...options, rate: to / from }), sampleRate: from }, to);
  const result = signal.samples.slice().fill(0);
  result.set(samples.subarray(0, result.length));
  return { samples: result, sampleRate: signal.sampleRate };
}
