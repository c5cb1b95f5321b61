/** A plan for complex transforms of one size, and the memory they end in. */
export interface ComplexFft {
  /** The result of the last transform, real and imaginary parts by turns. */
  readonly result: Float64Array;
  /** Transforms the complex numbers that lie likewise from `x[at]`, each part times its weight. */
  run(x: Float64Array, at: number, weights: Float64Array): void;
}

/** A plan for transforms of `size` complex numbers, a power of two from 4. */
function createPowerOfTwo(size: number): ComplexFft {
  const result = new Float64Array(2 * size);
  const spare = new Float64Array(2 * size);
  /** cos and sin of 2π p / size, of twice and of three times that angle, for each butterfly of the first pass. */
  const twiddles = Float64Array.from({ length: (3 * size) >> 1 }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 6) * (1 + ((i >> 1) % 3))) / size;
    return i % 2 ? Math.sin(angle) : Math.cos(angle);
  });
  const passes = Math.ceil(Math.log2(size) / 2);
  return {
    result,
    run(x, at, weights) {
      let [data, out] = passes % 2 ? [spare, result] : [result, spare];
      firstPass(x, at, weights, twiddles, out);
      for (let stride = 4; stride < size; stride *= 4) {
        [data, out] = [out, data];
        laterPass(data, twiddles, out, stride);
      }
    },
  };
}

/** Stockham's transform, which leaves its results in order: the first pass, over interleaved numbers. */
function firstPass(
  x: Float64Array,
  at: number,
  weights: Float64Array,
  twiddles: Float64Array,
  out: Float64Array,
): void {
  const quarter = out.length >> 2;
  for (let i = 0; i < quarter; i += 2) {
    const j = i + quarter;
    const k = j + quarter;
    const l = k + quarter;
    const aRe = x[at + i]! * weights[i]!;
    const aIm = x[at + i + 1]! * weights[i + 1]!;
    const bRe = x[at + j]! * weights[j]!;
    const bIm = x[at + j + 1]! * weights[j + 1]!;
    const cRe = x[at + k]! * weights[k]!;
    const cIm = x[at + k + 1]! * weights[k + 1]!;
    const dRe = x[at + l]! * weights[l]!;
    const dIm = x[at + l + 1]! * weights[l + 1]!;
    const sumRe = aRe + cRe;
    const sumIm = aIm + cIm;
    const differenceRe = aRe - cRe;
    const differenceIm = aIm - cIm;
    const otherSumRe = bRe + dRe;
    const otherSumIm = bIm + dIm;
    const otherDifferenceRe = bRe - dRe;
    const otherDifferenceIm = bIm - dIm;
    const t = 3 * i;
    const cos1 = twiddles[t]!;
    const sin1 = twiddles[t + 1]!;
    const cos2 = twiddles[t + 2]!;
    const sin2 = twiddles[t + 3]!;
    const cos3 = twiddles[t + 4]!;
    const sin3 = twiddles[t + 5]!;
    const o = 4 * i;
    out[o] = sumRe + otherSumRe;
    out[o + 1] = sumIm + otherSumIm;
    let u = differenceRe + otherDifferenceIm;
    let v = differenceIm - otherDifferenceRe;
    out[o + 2] = cos1 * u + sin1 * v;
    out[o + 3] = cos1 * v - sin1 * u;
    u = sumRe - otherSumRe;
    v = sumIm - otherSumIm;
    out[o + 4] = cos2 * u + sin2 * v;
    out[o + 5] = cos2 * v - sin2 * u;
    u = differenceRe - otherDifferenceIm;
    v = differenceIm + otherDifferenceRe;
    out[o + 6] = cos3 * u + sin3 * v;
    out[o + 7] = cos3 * v - sin3 * u;
  }
}

/** A later pass over results of `stride` numbers each: by fours, or by twos where only a factor of two is left. */
function laterPass(data: Float64Array, twiddles: Float64Array, out: Float64Array, stride: number): void {
  const quarter = data.length >> 2;
  const step = 2 * stride;
  if (2 * step === data.length) {
    for (let i = 0, j = step; i < step; i++, j++) {
      out[i] = data[i]! + data[j]!;
      out[j] = data[i]! - data[j]!;
    }
    return;
  }
  // The first butterflies, in the last pass all of them, turn by nothing.
  for (let i = 0; i < step; i += 2) {
    const j = i + quarter;
    const k = j + quarter;
    const l = k + quarter;
    const sumRe = data[i]! + data[k]!;
    const sumIm = data[i + 1]! + data[k + 1]!;
    const differenceRe = data[i]! - data[k]!;
    const differenceIm = data[i + 1]! - data[k + 1]!;
    const otherSumRe = data[j]! + data[l]!;
    const otherSumIm = data[j + 1]! + data[l + 1]!;
    const otherDifferenceRe = data[j]! - data[l]!;
    const otherDifferenceIm = data[j + 1]! - data[l + 1]!;
    out[i] = sumRe + otherSumRe;
    out[i + 1] = sumIm + otherSumIm;
    out[i + step] = differenceRe + otherDifferenceIm;
    out[i + step + 1] = differenceIm - otherDifferenceRe;
    out[i + 2 * step] = sumRe - otherSumRe;
    out[i + 2 * step + 1] = sumIm - otherSumIm;
    out[i + 3 * step] = differenceRe - otherDifferenceIm;
    out[i + 3 * step + 1] = differenceIm + otherDifferenceRe;
  }
  for (let p = step; p < quarter; p += step) {
    const t = 3 * p;
    const cos1 = twiddles[t]!;
    const sin1 = twiddles[t + 1]!;
    const cos2 = twiddles[t + 2]!;
    const sin2 = twiddles[t + 3]!;
    const cos3 = twiddles[t + 4]!;
    const sin3 = twiddles[t + 5]!;
    for (let i = p, o = 4 * p; i < p + step; i += 2, o += 2) {
      const j = i + quarter;
      const k = j + quarter;
      const l = k + quarter;
      const o1 = o + step;
      const o2 = o1 + step;
      const o3 = o2 + step;
      const sumRe = data[i]! + data[k]!;
      const sumIm = data[i + 1]! + data[k + 1]!;
      const differenceRe = data[i]! - data[k]!;
      const differenceIm = data[i + 1]! - data[k + 1]!;
      const otherSumRe = data[j]! + data[l]!;
      const otherSumIm = data[j + 1]! + data[l + 1]!;
      const otherDifferenceRe = data[j]! - data[l]!;
      const otherDifferenceIm = data[j + 1]! - data[l + 1]!;
      out[o] = sumRe + otherSumRe;
      out[o + 1] = sumIm + otherSumIm;
      let u = differenceRe + otherDifferenceIm;
      let v = differenceIm - otherDifferenceRe;
      out[o1] = cos1 * u + sin1 * v;
      out[o1 + 1] = cos1 * v - sin1 * u;
      u = sumRe - otherSumRe;
      v = sumIm - otherSumIm;
      out[o2] = cos2 * u + sin2 * v;
      out[o2 + 1] = cos2 * v - sin2 * u;
      u = differenceRe - otherDifferenceIm;
      v = differenceIm + otherDifferenceRe;
      out[o3] = cos3 * u + sin3 * v;
      out[o3 + 1] = cos3 * v - sin3 * u;
    }
  }
}

/** Any size through a convolution of a power-of-two size (Bluestein 1970). */
function createBluestein(size: number): ComplexFft {
  let padded = 4;
  while (padded < 2 * size - 1) padded *= 2;
  const fft = createPowerOfTwo(padded);
  const ones = new Float64Array(2 * padded).fill(1);
  const work = new Float64Array(2 * padded);
  const result = new Float64Array(2 * size);
  const cos = new Float64Array(size);
  const sin = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const angle = (Math.PI * ((k * k) % (2 * size))) / size;
    const mirrored = (2 * (padded - k)) % (2 * padded);
    work[2 * k] = work[mirrored] = cos[k] = Math.cos(angle);
    work[2 * k + 1] = work[mirrored + 1] = sin[k] = Math.sin(angle);
  }
  fft.run(work, 0, ones);
  const product = fft.result;
  const filter = product.map((value) => value / padded);
  return {
    result,
    run(x, at, weights) {
      work.fill(0);
      for (let k = 0; k < size; k++) {
        const a = x[at + 2 * k]! * weights[2 * k]!;
        const b = x[at + 2 * k + 1]! * weights[2 * k + 1]!;
        work[2 * k] = a * cos[k]! + b * sin[k]!;
        work[2 * k + 1] = b * cos[k]! - a * sin[k]!;
      }
      fft.run(work, 0, ones);
      // The way back is the forward transform of the conjugate, conjugated.
      for (let i = 0; i < 2 * padded; i += 2) {
        work[i] = product[i]! * filter[i]! - product[i + 1]! * filter[i + 1]!;
        work[i + 1] = -product[i]! * filter[i + 1]! - product[i + 1]! * filter[i]!;
      }
      fft.run(work, 0, ones);
      for (let k = 0; k < size; k++) {
        result[2 * k] = product[2 * k]! * cos[k]! - product[2 * k + 1]! * sin[k]!;
        result[2 * k + 1] = -product[2 * k + 1]! * cos[k]! - product[2 * k]! * sin[k]!;
      }
    },
  };
}

/** A plan for transforms of `size` complex numbers: by radix 4 for powers of two, else by Bluestein's method. */
export function createComplexFft(size: number): ComplexFft {
  return size > 2 && !(size & (size - 1)) ? createPowerOfTwo(size) : createBluestein(size);
}
