import { check, integer } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { type ComplexFft, createComplexFft } from './complex-fft.js';

/** The first half of a real transform and its working memory; `writePower` and its siblings do the other half. */
export interface Transform {
  /** Sample `i` is `input[i * stride]`. Samples that are never written stay zero. */
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

/** The one-sided spectrum of a real signal, `1 + floor(size / 2)` values each. */
export interface ComplexSpectrum {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}

/**
 * A plan for discrete Fourier transforms of real signals of one size. Every call writes to its first argument, which the
 * caller owns, from its second, which stays as it is; the plan keeps only working memory.
 */
export interface RealFft {
  /** Number of real samples. */
  readonly size: number;
  /** Number of one-sided bins, 1 + floor(size / 2). */
  readonly bins: number;
  /** Returns a spectrum of `bins` zeros to write into. */
  createSpectrum(): ComplexSpectrum;
  /**
   * Writes the spectrum of samples, as `numpy.fft.rfft`. Fewer than `size` samples are followed by zeros.
   *
   * @throws SerError if there are more than `size` samples, or `out` has not `bins` values
   */
  transform(out: ComplexSpectrum, samples: Signal['samples']): void;
  /**
   * Writes the `size` samples of a spectrum, as `numpy.fft.irfft`. What is imaginary at 0 Hz (and Nyquist) is ignored.
   *
   * @throws SerError if `out` has not `size` values, or the spectrum has not `bins`
   */
  inverseTransform(out: Float64Array, spectrum: ComplexSpectrum): void;
  /** Writes the `bins` squared magnitudes of the spectrum of samples; like `transform`. */
  power(out: Float64Array, samples: Signal['samples']): void;
}

/**
 * Returns a plan for real transforms of any size, equal to `numpy.fft.rfft` and `irfft`. Even sizes are computed as a
 * complex transform of half the size: by passes of radix 4 where the half is a power of two, else by Bluestein's method
 * on top of them.
 *
 * @param size number of real samples, 1 to 2^24
 * @throws SerError if the size is out of range
 * @example
 * const fft = createFft(4);
 * const spectrum = fft.createSpectrum();
 * fft.transform(spectrum, Float64Array.of(1, 2, 3, 4)); // real [10, -2, -2], imag [0, 2, 0]
 * const samples = new Float64Array(4);
 * fft.inverseTransform(samples, spectrum); // [1, 2, 3, 4]
 */
export function createFft(size: number): RealFft {
  const transform = createTransform(size);
  const bins = 1 + (size >> 1);
  const { input, stride } = transform;
  const load = (samples: Signal['samples']) => {
    check(samples.length <= size, 'samples', samples, `at most ${size} samples`);
    input.fill(0);
    for (let i = 0; i < samples.length; i++) input[i * stride] = samples[i]!;
  };
  const length = (name: string, values: Float64Array, expected: number) =>
    check(values.length === expected, name, values, `${expected} values`);
  return {
    size,
    bins,
    createSpectrum: () => ({ real: new Float64Array(bins), imag: new Float64Array(bins) }),
    transform({ real, imag }, samples) {
      for (const part of [real, imag]) length('out', part, bins);
      load(samples);
      writeSpectrum(transform, real, imag);
    },
    inverseTransform(out, { real, imag }) {
      length('out', out, size);
      for (const part of [real, imag]) length('spectrum', part, bins);
      writeSamples(transform, real, imag, out);
    },
    power(out, samples) {
      length('out', out, bins);
      load(samples);
      writePower(transform, out);
    },
  };
}
