import FFT from 'fft.js';
import { integer } from './check.js';

type ComplexTransform = (out: Float64Array, data: Float64Array) => void;

/** The first half of a real transform and its working memory; `writePower` and its siblings do the other half. */
export interface Transform {
  /** Where sample `i` goes: `input[i * stride]`. What is never written stays zero. */
  readonly input: Float64Array;
  /** 1, or 2 for odd sizes, which are computed as transforms of twice the size with zeros between the samples. */
  readonly stride: number;
  /** Complex bins of the half-size transform. */
  readonly half: number;
  readonly packed: Float64Array;
  /** Halves of cos and sin of π k / half. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly run: ComplexTransform;
}

/** Any size through a convolution of a power-of-two size (Bluestein 1970). */
function bluestein(size: number): ComplexTransform {
  let padded = 2;
  while (padded < 2 * size - 1) padded *= 2;
  const fft = new FFT(padded);
  const [chirp, filter, work, product] = Array.from({ length: 4 }, () => new Float64Array(2 * padded)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let k = 0; k < size; k++) {
    const angle = (Math.PI * ((k * k) % (2 * size))) / size;
    for (const at of [2 * k, (2 * (padded - k)) % (2 * padded)]) {
      work[at] = chirp[2 * k] = Math.cos(angle);
      work[at + 1] = Math.sin(angle);
      chirp[2 * k + 1] = -work[at + 1]!;
    }
  }
  fft.transform(filter, work);
  const multiply = (out: Float64Array, a: Float64Array, b: Float64Array, length: number) => {
    for (let k = 0; k < 2 * length; k += 2) {
      const real = a[k]! * b[k]! - a[k + 1]! * b[k + 1]!;
      out[k + 1] = a[k]! * b[k + 1]! + a[k + 1]! * b[k]!;
      out[k] = real;
    }
  };
  return (out, data) => {
    work.fill(0);
    multiply(work, data, chirp, size);
    fft.transform(product, work);
    multiply(product, product, filter, padded);
    fft.inverseTransform(work, product);
    multiply(out, work, chirp, size);
  };
}

/** Prepares transforms of `size` real samples as complex ones of half the size: by fft.js if that is a power of two. */
export function createTransform(size: number): Transform {
  const stride = 1 + (integer('nFft', size) % 2);
  const half = (size * stride) / 2;
  const [input, packed] = [new Float64Array(2 * half), new Float64Array(2 * half)];
  let run: ComplexTransform;
  if (half > 1 && !(half & (half - 1))) {
    const fft = new FFT(half);
    run = (out, data) => fft.transform(out, data);
  } else run = bluestein(half);
  const table = (f: (x: number) => number) =>
    Float64Array.from({ length: half }, (_, k) => f((Math.PI * k) / half) / 2);
  return { input, stride, half, packed, cos: table(Math.cos), sin: table(Math.sin), run };
}

/**
 * Writes the one-sided squared magnitudes of `input`: the spectra of the even and the odd samples are taken apart and
 * put together again (Press et al., Numerical Recipes, section 12.3). Odd sizes leave what lies beyond `out` unwritten.
 */
export function writePower({ input, packed, half, cos, sin, run }: Transform, out: Float64Array): void {
  run(packed, input);
  out[0] = (packed[0]! + packed[1]!) ** 2;
  if (half < out.length) out[half] = (packed[0]! - packed[1]!) ** 2;
  for (let k = 1, j = half - 1; k <= j; k++, j--) {
    const a = packed[2 * k]!;
    const b = packed[2 * k + 1]!;
    const c = packed[2 * j]!;
    const d = packed[2 * j + 1]!;
    const evenReal = 0.5 * (a + c);
    const evenImag = 0.5 * (b - d);
    const oddReal = cos[k]! * (b + d) + sin[k]! * (c - a);
    const oddImag = cos[k]! * (c - a) - sin[k]! * (b + d);
    out[k] = (evenReal + oddReal) ** 2 + (evenImag + oddImag) ** 2;
    if (j < out.length) out[j] = (evenReal - oddReal) ** 2 + (evenImag - oddImag) ** 2;
  }
}

/** Writes the one-sided complex spectrum of `input`. */
export function writeSpectrum(
  { input, packed, half, cos, sin, run }: Transform,
  real: Float64Array,
  imag: Float64Array,
): void {
  run(packed, input);
  for (let k = 0; k < real.length; k++) {
    const j = k && half - k;
    const a = packed[2 * (k % half)]!;
    const b = packed[2 * (k % half) + 1]!;
    const c = packed[2 * j]!;
    const d = packed[2 * j + 1]!;
    // Beyond the last tabulated angle lies only Nyquist, where cos is -1 and sin is 0.
    const cosine = cos[k] ?? -0.5;
    const sine = sin[k] ?? 0;
    real[k] = 0.5 * (a + c) + cosine * (b + d) + sine * (c - a);
    imag[k] = 0.5 * (b - d) + cosine * (c - a) - sine * (b + d);
  }
}

/** Writes the samples whose one-sided spectrum is given; what is imaginary at 0 Hz and Nyquist is ignored. */
export function writeSamples(
  { input, packed, stride, half, cos, sin, run }: Transform,
  real: Float64Array,
  imag: Float64Array,
  out: Float64Array,
): void {
  const size = (2 * half) / stride;
  const [re, im] = [
    (k: number) => real[Math.min(k, size - k)]!,
    (k: number) => (2 * k > size ? -imag[size - k]! : imag[k]!),
  ];
  // The conjugate of the half-size spectrum goes through the forward transform, which conjugates the result.
  const data = input.slice();
  data[0] = (re(0) + re(half)) / 2;
  data[1] = (re(half) - re(0)) / 2;
  for (let k = 1; k < half; k++) {
    const j = half - k;
    const oddReal = re(k) - re(j);
    const oddImag = im(k) + im(j);
    data[2 * k] = (re(k) + re(j)) / 2 - cos[k]! * oddImag - sin[k]! * oddReal;
    data[2 * k + 1] = (im(j) - im(k)) / 2 - cos[k]! * oddReal + sin[k]! * oddImag;
  }
  run(packed, data);
  for (let i = 0; i < size; i++) {
    const at = i * stride;
    out[i] = (at % 2 ? -packed[at]! : packed[at]!) / half;
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
 * A plan for real transforms of any size. Even sizes are computed as a complex transform of half the size: by fft.js
 * where the half is a power of two, else by Bluestein's method on top of it.
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
