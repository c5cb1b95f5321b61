import { integer } from '../signal/check.js';
import { type ComplexFft, createComplexFft } from './complex-fft.js';

/** The first half of a real transform and its working memory; `writePower` and its siblings do the other half. */
export interface Transform {
  /** Where sample `i` goes: `input[i * stride]`. What is never written stays zero. */
  readonly input: Float64Array;
  /** 1, or 2 for odd sizes, which are computed as transforms of twice the size with zeros between the samples. */
  readonly stride: number;
  /** Complex bins of the half-size transform. */
  readonly half: number;
  readonly complex: ComplexFft;
  /** The weights of samples that no window is laid on. */
  readonly ones: Float64Array;
  /** Halves of cos and sin of π k / half. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Prepares transforms of `size` real samples as complex ones of half the size. */
export function createTransform(size: number): Transform {
  const stride = 1 + (integer('nFft', size) % 2);
  const half = (size * stride) / 2;
  const table = (f: (x: number) => number) =>
    Float64Array.from({ length: half }, (_, k) => f((Math.PI * k) / half) / 2);
  return {
    input: new Float64Array(2 * half),
    stride,
    half,
    complex: createComplexFft(half),
    ones: new Float64Array(2 * half).fill(1),
    cos: table(Math.cos),
    sin: table(Math.sin),
  };
}

/**
 * Writes the one-sided squared magnitudes of the samples from `x[at]` times `weights`, by default of `input`: the
 * spectra of the even and the odd samples are taken apart and put together again (Press et al., Numerical Recipes,
 * section 12.3). Odd sizes leave what lies beyond `out` unwritten.
 */
export function writePower(
  { input, half, complex, ones, cos, sin }: Transform,
  out: Float64Array,
  x: Float64Array = input,
  at = 0,
  weights: Float64Array = ones,
): void {
  complex.run(x, at, weights);
  const packed = complex.result;
  out[0] = (packed[0]! + packed[1]!) ** 2;
  if (half < out.length) out[half] = (packed[0]! - packed[1]!) ** 2;
  for (let k = 1, j = half - 1; k <= j; k++, j--) {
    const a = packed[2 * k]!;
    const b = packed[2 * k + 1]!;
    const c = packed[2 * j]!;
    const d = packed[2 * j + 1]!;
    const evenReal = 0.5 * (a + c);
    const evenImag = 0.5 * (b - d);
    const sum = b + d;
    const difference = c - a;
    const oddReal = cos[k]! * sum + sin[k]! * difference;
    const oddImag = cos[k]! * difference - sin[k]! * sum;
    out[k] = (evenReal + oddReal) ** 2 + (evenImag + oddImag) ** 2;
    if (j < out.length) out[j] = (evenReal - oddReal) ** 2 + (evenImag - oddImag) ** 2;
  }
}

/** Writes the one-sided complex spectrum of the samples from `x[at]` times `weights`, by default of `input`. */
export function writeSpectrum(
  { input, half, complex, ones, cos, sin }: Transform,
  real: Float64Array,
  imag: Float64Array,
  x: Float64Array = input,
  at = 0,
  weights: Float64Array = ones,
): void {
  complex.run(x, at, weights);
  const packed = complex.result;
  if (half < real.length) {
    real[half] = packed[0]! - packed[1]!;
    imag[half] = 0;
  }
  const length = Math.min(half, real.length);
  for (let k = 0; k < length; k++) {
    const j = k && half - k;
    const a = packed[2 * k]!;
    const b = packed[2 * k + 1]!;
    const c = packed[2 * j]!;
    const d = packed[2 * j + 1]!;
    const sum = b + d;
    const difference = c - a;
    real[k] = 0.5 * (a + c) + cos[k]! * sum + sin[k]! * difference;
    imag[k] = 0.5 * (b - d) + cos[k]! * difference - sin[k]! * sum;
  }
}

/**
 * Writes the samples whose one-sided spectrum is given; what is imaginary at 0 Hz and Nyquist is ignored. The
 * differences of real and imaginary parts over all bins are the Hartley transform, which is its own inverse.
 */
export function writeSamples(transform: Transform, real: Float64Array, imag: Float64Array, out: Float64Array): void {
  const { input, stride } = transform;
  const size = input.length / stride;
  const data = input.slice();
  const [sums, differences] = [new Float64Array(real.length), new Float64Array(real.length)];
  for (let k = 0; 2 * k <= size; k++) {
    const j = (size - k) % size;
    const odd = j === k ? 0 : imag[k]!;
    data[k * stride] = real[k]! - odd;
    data[j * stride] = real[k]! + odd;
  }
  writeSpectrum(transform, sums, differences, data);
  for (let i = 0; 2 * i <= size; i++) {
    out[(size - i) % size] = (sums[i]! + differences[i]!) / size;
    out[i] = (sums[i]! - differences[i]!) / size;
  }
}

/** A plan for discrete Fourier transforms of real signals of one size, with its own working memory. */
export interface RealFft {
  /** Number of real samples. */
  readonly size: number;
  /** Number of one-sided bins, 1 + floor(size / 2). */
  readonly bins: number;
  /** The `size` samples that `spectrum` and `power` transform; the caller fills it, nothing else changes it. */
  readonly input: Float64Array;
  /** Writes the `bins` complex values of the spectrum of `input`. */
  spectrum(real: Float64Array, imag: Float64Array): void;
  /** Writes the `bins` squared magnitudes of the spectrum of `input`. */
  power(out: Float64Array): void;
  /** Writes the `size` samples whose one-sided spectrum is given; what is imaginary at 0 Hz (and Nyquist) is ignored. */
  inverse(real: Float64Array, imag: Float64Array, out: Float64Array): void;
}

/**
 * A plan for real transforms of any size. Even sizes are computed as a complex transform of half the size: by
 * passes of radix 4 where the half is a power of two, else by Bluestein's method on top of them.
 *
 * @throws SerError if the size is not a positive integer
 */
export function createFft(size: number): RealFft {
  const transform = createTransform(size);
  const bins = 1 + (size >> 1);
  const input = transform.stride > 1 ? new Float64Array(size) : transform.input;
  const load = () => {
    if (transform.stride > 1) for (let i = 0; i < size; i++) transform.input[2 * i] = input[i]!;
  };
  return {
    size,
    bins,
    input,
    spectrum(real, imag) {
      load();
      writeSpectrum(transform, real, imag);
    },
    power(out) {
      load();
      writePower(transform, out);
    },
    inverse: (real, imag, out) => writeSamples(transform, real, imag, out),
  };
}
