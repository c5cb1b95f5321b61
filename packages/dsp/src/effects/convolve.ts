import { createFft } from '../fft/fft.js';

/** The linear convolution of two signals, `a.length + b.length - 1` samples, by one transform. */
export function convolve(a: Float32Array, b: Float32Array): Float32Array {
  const length = a.length + b.length - 1;
  let size = 2;
  while (size < length) size *= 2;
  const fft = createFft(size);
  const spectrumOf = (signal: Float32Array): [Float64Array, Float64Array] => {
    fft.input.fill(0);
    fft.input.set(signal);
    const spectrum: [Float64Array, Float64Array] = [new Float64Array(fft.bins), new Float64Array(fft.bins)];
    fft.spectrum(...spectrum);
    return spectrum;
  };
  const [ar, ai] = spectrumOf(a);
  const [br, bi] = spectrumOf(b);
  for (let k = 0; k < fft.bins; k++) {
    const real = ar[k]! * br[k]! - ai[k]! * bi[k]!;
    ai[k] = ar[k]! * bi[k]! + ai[k]! * br[k]!;
    ar[k] = real;
  }
  const out = new Float64Array(size);
  fft.inverse(ar, ai, out);
  return Float32Array.from(out.subarray(0, length));
}
