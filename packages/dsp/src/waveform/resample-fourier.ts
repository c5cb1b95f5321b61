import { createFft } from '../fft/fft.js';
import { check, checkSignal, positive } from '../signal/check.js';
import type { Signal } from '../signal/types.js';

/**
 * Converts a whole signal to another sample rate by one transform, equal to `librosa.resample(res_type='fft')`
 * (`scipy.signal.resample`). It takes the signal for one period of an endless one, so ends that differ ring; it is here
 * for its numbers, and `resample` for work.
 *
 * @param sampleRate the wanted rate, in Hz
 * @returns ceil(samples · sampleRate / signal.sampleRate) samples, in double precision
 * @throws SerError if a rate is not a positive number, or the signal is empty, not finite, or longer than 2^24 samples
 */
export function resampleFourier(signal: Signal, sampleRate: number): Signal & { readonly samples: Float64Array } {
  const samples = checkSignal(signal);
  const length = Math.ceil((samples.length * positive('sampleRate', sampleRate)) / signal.sampleRate);
  check(length <= 2 ** 24, 'sampleRate', sampleRate, 'a rate that leads to at most 2^24 samples');
  const analysis = createFft(samples.length);
  const synthesis = createFft(length);
  const [from, to] = [analysis.createSpectrum(), synthesis.createSpectrum()];
  const result = new Float64Array(length);
  analysis.transform(from, samples);
  const shorter = Math.min(samples.length, length);
  const last = shorter >> 1;
  // The bin at half the shorter length's rate stands for both its signs in one spectrum and for one in the other.
  const share = (shorter % 2 || samples.length === length ? 1 : length < samples.length ? 2 : 0.5) / samples.length;
  for (let k = 0; k <= last; k++) {
    const scale = (k < last ? 1 / samples.length : share) * length;
    to.real[k] = from.real[k]! * scale;
    to.imag[k] = from.imag[k]! * scale;
  }
  synthesis.inverseTransform(result, to);
  return { samples: result, sampleRate };
}
