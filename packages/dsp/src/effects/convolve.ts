import { createFft } from '../fft/fft.js';

/** The linear convolution of two signals, `a.length + b.length - 1` samples, by one transform. */
export function convolve(a: Float32Array, b: Float32Array): Float32Array {
  const length = a.length + b.length - 1;
  let size = 2;
  while (size < length) size *= 2;
  const fft = createFft(size);
  const [first, second] = [fft.createSpectrum(), fft.createSpectrum()];
  fft.transform(first, a);
  fft.transform(second, b);
  const { real: ar, imag: ai } = first;
  const { real: br, imag: bi } = second;
  for (let k = 0; k < fft.bins; k++) {
    const real = ar[k]! * br[k]! - ai[k]! * bi[k]!;
    ai[k] = ar[k]! * bi[k]! + ai[k]! * br[k]!;
    ar[k] = real;
  }
  const out = new Float64Array(size);
  fft.inverseTransform(out, first);
  return Float32Array.from(out.subarray(0, length));
}
