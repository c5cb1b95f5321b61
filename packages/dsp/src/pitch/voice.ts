import { SerError } from '@ser/core';
import { check, checkSignal, positive, within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { mean } from '../signal/vector.js';
import { createHarmonicity } from './harmonicity.js';
import { followPeriods, type Period } from './periods.js';
import { pyin } from './pyin.js';

/** Options of {@link voiceQuality}. */
export interface VoiceQualityOptions {
  /** Lowest pitch of the voice in Hz, at least 20. Default 75. */
  readonly fMin?: number | undefined;
  /** Highest pitch of the voice in Hz, at most half the sample rate. Default 600. */
  readonly fMax?: number | undefined;
  /** Time from frame to frame of the pitch track, in seconds. Default 0.01. */
  readonly hopSeconds?: number | undefined;
}

/** Measures of the regularity of a voice. */
export interface VoiceQuality {
  /** Local jitter: mean difference between the lengths of consecutive periods, as a share of the mean length. */
  readonly jitter: number;
  /** Local shimmer: mean difference between the levels of consecutive periods, in dB. */
  readonly shimmerDb: number;
  /** Mean harmonics-to-noise ratio of the voiced frames in dB, from -100 to 100. */
  readonly hnrDb: number;
  /** Fundamental frequency in Hz of the mean period. */
  readonly f0: number;
  /** Share of frames that are voiced. */
  readonly voiced: number;
  /** Number of periods measured. */
  readonly periods: number;
}

/** Consecutive periods that differ by a larger factor in length or amplitude do not count, as in Praat's defaults. */
const LARGEST_FACTOR = { length: 1.3, amplitude: 1.6 };

/** Distances between consecutive periods in length or amplitude. */
function steps(periods: Period[], of: keyof Period, distance: (a: number, b: number) => number): number[] {
  return periods.flatMap((period, i) => {
    const [a, b] = [periods[i - 1]?.[of] ?? 0, period[of]];
    return Math.min(a, b) > 0 && Math.max(a, b) <= LARGEST_FACTOR[of] * Math.min(a, b) ? distance(a, b) : [];
  });
}

/** Differences between consecutive periods: of length, in samples, and of level, in dB; and the lengths themselves. */
function differencesOf(periods: Period[]) {
  return {
    lengths: periods.flatMap(({ length }) => length || []),
    jitter: steps(periods, 'length', (a, b) => Math.abs(a - b)),
    shimmer: steps(periods, 'amplitude', (a, b) => Math.abs(20 * Math.log10(b / a))),
  };
}

/** Jitter and shimmer of the periods within one frame; 0 where there are no two consecutive periods. */
export function frameIrregularity(frame: Float64Array, period: number): Pick<VoiceQuality, 'jitter' | 'shimmerDb'> {
  const found = differencesOf(followPeriods(frame, { start: 0, end: frame.length }, () => period));
  return {
    jitter: found.jitter.length ? mean(found.jitter) / mean(found.lengths) : 0,
    shimmerDb: found.shimmer.length ? mean(found.shimmer) : 0,
  };
}

/**
 * Jitter, shimmer and harmonics-to-noise ratio of the voiced parts of an utterance.
 *
 * With T the lengths and A the peak-to-peak amplitudes of consecutive periods (Farrús, Hernando and Ejarque 2007):
 * jitter = mean |T[i] - T[i + 1]| / mean T, shimmer = mean |20 log10(A[i + 1] / A[i])|. With r the autocorrelation's
 * peak at the period, corrected for the window (Boersma 1993): HNR = 10 log10(r / (1 - r)). Voiced frames and their
 * pitch are those of {@link pyin}; periods are found by cross-correlation of neighbors.
 *
 * @throws SerError if the signal or an option cannot be used, or no consecutive periods of a voice are found
 * @example
 * const { jitter, shimmerDb, hnrDb } = voiceQuality({ samples, sampleRate: 16000 });
 */
export function voiceQuality(
  signal: Signal,
  { fMin = 75, fMax = 600, hopSeconds = 0.01 }: VoiceQualityOptions = {},
): VoiceQuality {
  const samples = Float64Array.from(checkSignal(signal));
  const { sampleRate } = signal;
  within('fMin', fMin, 20);
  const hop = Math.round(positive('hopSeconds', hopSeconds) * sampleRate);
  check(hop > 0, 'hopSeconds', hopSeconds, 'at least one sample');
  // At least four and a half periods, as Boersma asks for.
  const frameLength = 2 ** Math.ceil(Math.log2((4.5 * sampleRate) / fMin));
  const { f0, voiced } = pyin({ samples, sampleRate }, { fMin, fMax, frameLength, hopLength: hop });
  const harmonicity = createHarmonicity(frameLength);
  const padded = new Float64Array(samples.length + 2 * frameLength);
  padded.set(samples, frameLength >> 1);

  const lengths: number[] = [];
  const jitter: number[] = [];
  const shimmer: number[] = [];
  const ratios: number[] = [];
  for (let t = 0; t < f0.length; t++) {
    if (!voiced[t]) continue;
    const first = t;
    for (; voiced[t]; t++) {
      const ratio = harmonicity(padded.subarray(t * hop, t * hop + frameLength), sampleRate / f0[t]!);
      if (Number.isFinite(ratio)) ratios.push(ratio);
    }
    const last = t - 1;
    const found = differencesOf(
      followPeriods(
        samples,
        { start: Math.min(samples.length - 1, first * hop), end: last * hop },
        (sample) => sampleRate / f0[Math.min(last, Math.round(sample / hop))]!,
      ),
    );
    lengths.push(...found.lengths);
    jitter.push(...found.jitter);
    shimmer.push(...found.shimmer);
  }
  if (!(jitter.length && shimmer.length && ratios.length))
    throw new SerError('INVALID_AUDIO', 'samples must contain consecutive periods of a voice between fMin and fMax');
  return {
    jitter: mean(jitter) / mean(lengths),
    shimmerDb: mean(shimmer),
    hnrDb: mean(ratios),
    f0: sampleRate / mean(lengths),
    voiced: mean(voiced),
    periods: lengths.length,
  };
}
