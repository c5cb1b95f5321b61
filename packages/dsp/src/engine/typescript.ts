import { createAutocorrelation } from '../fft/autocorrelation.js';
import { createTransform, writePower } from '../fft/fft.js';
import type { CosineTable, Engine, FilterBank, FrameKernel, Logarithm, MoveKernel, PolyphaseTable } from './engine.js';

/** The hot loops in TypeScript, which every engine runs: the reference for those in WebAssembly. */
export const typescript: Engine = {
  power,
  bands,
  cosines: (table) => {
    const { size, length, width, folded } = table;
    // Four coefficients at a time share the loads of a row; rows of zeros fill the last four.
    const result = new Float64Array((length + 3) & ~3);
    const cosines = new Float64Array(result.length * width);
    cosines.set(table.cosines);
    const sums = new Float64Array(width);
    const differences = new Float64Array(width);
    return (x, from, count, out, to) => {
      for (let t = 0; t < count; t++) {
        fold(x, from + t * size, size, folded, sums, differences);
        multiply(cosines, width, sums, differences, result);
        for (let k = 0, at = to + t * length; k < length; k++) out[at + k] = result[k]!;
      }
    };
  },
  deltas: (coeffs, odd, even) => {
    const row = coeffs * (even ? 3 : 2);
    return (x, from, count, out, to) => {
      for (let t = 0; t < count; t++) derive(x, from + t * coeffs, coeffs, odd, even, out, to + t * row);
    };
  },
  differences: (length, least, most) => {
    const autocorrelation = createAutocorrelation(length, most + 1);
    const row = most - least + 1;
    return (x, at, hop, count, out, to) => {
      for (let t = 0; t < count; t++) {
        const from = at + t * hop;
        normalizeDifferences(x, from, autocorrelation(x, from), least, out, to + t * row, row);
      }
    };
  },
  polyphase: ({ weights, taps, up, down }: PolyphaseTable) => {
    return (x, at, phase, count, out) => {
      for (let i = 0, steps = phase, base = at; i < count; i++) {
        out[i] = dot(weights, steps * taps, x, base, taps);
        steps += down;
        base += Math.floor(steps / up);
        steps %= up;
      }
    };
  },
  moves: ({ pitches, reach, staying, switching }): MoveKernel => {
    return (scores, next, origins, at) => {
      for (let to = 0; to < 2 * pitches; to++)
        origins[at + to] = follow(scores, next, to, pitches, reach, staying, switching);
    };
  },
};

/** Working memory comes as arguments, since engines compile loops over what a closure captured less well. */
function applyWindow(x: Float64Array, at: number, weights: Float64Array, out: Float64Array, stride: number): void {
  for (let i = 0; i < weights.length; i++) out[i * stride] = x[at + i]! * weights[i]!;
}

function power(weights: Float64Array, size: number): FrameKernel {
  const transform = createTransform(size);
  const { input, stride } = transform;
  const bins = 1 + (size >> 1);
  const spectrum = new Float64Array(bins);
  // The transform reads and weights a frame of its own size where it lies.
  const whole = stride === 1 && size === weights.length;
  return (x, at, hop, count, out, to) => {
    for (let t = 0; t < count; t++) {
      if (whole) writePower(transform, spectrum, x, at + t * hop, weights);
      else {
        applyWindow(x, at + t * hop, weights, input, stride);
        writePower(transform, spectrum);
      }
      for (let k = 0, row = to + t * bins; k < bins; k++) out[row + k] = spectrum[k]!;
    }
  };
}

function bands(
  weights: Float64Array,
  size: number,
  filters: FilterBank,
  logarithm: Logarithm | undefined,
): FrameKernel {
  const write = power(weights, size);
  const spectrum = new Float64Array(1 + (size >> 1));
  const row = filters.start.length;
  return (x, at, hop, count, out, to) => {
    for (let t = 0; t < count; t++) {
      write(x, at + t * hop, hop, 1, spectrum, 0);
      applyFilters(filters, spectrum, 0, out, to + t * row);
    }
    if (logarithm) takeLogarithm(out, to, to + count * row, logarithm);
  };
}

/** Writes the filters' sums over the spectrum at `spectrum[from]` to `out[at …]`. */
export function applyFilters(
  { start, offset, weights }: FilterBank,
  spectrum: Float64Array,
  from: number,
  out: Float64Array,
  at: number,
): void {
  let i = 0;
  for (let m = 0; m < start.length; m++) {
    // Two sums at once keep the processor busy.
    let even = 0;
    let odd = 0;
    let k = from + start[m]!;
    const end = offset[m + 1]!;
    for (; i < end - 1; i += 2, k += 2) {
      even += weights[i]! * spectrum[k]!;
      odd += weights[i + 1]! * spectrum[k + 1]!;
    }
    if (i < end) even += weights[i++]! * spectrum[k]!;
    out[at + m] = even + odd;
  }
}

/** Takes logarithms in place. */
export function takeLogarithm(x: Float64Array, from: number, to: number, { factor, least }: Logarithm): void {
  for (let i = from; i < to; i++) x[i] = factor * Math.log(Math.max(least, x[i]!));
}

/** Sums and differences of the pairs of a row at the same distance from its middle, or the row itself. */
function fold(
  x: Float64Array,
  from: number,
  size: number,
  folded: CosineTable['folded'],
  sums: Float64Array,
  differences: Float64Array,
): void {
  for (let i = 0, j = size - 1; i < sums.length; i++, j--) {
    const left = x[from + i]!;
    const right = folded && i < j ? x[from + j]! : 0;
    sums[i] = left + right;
    differences[i] = left - right;
  }
}

/** Products of the rows of a table, those with even numbers with `even`, the others with `odd`. */
function multiply(table: Float64Array, width: number, even: Float64Array, odd: Float64Array, out: Float64Array): void {
  for (let k = 0, w = 0; k < out.length; k += 4, w += 4 * width) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < width; i++) {
      a += table[w + i]! * even[i]!;
      b += table[w + width + i]! * odd[i]!;
      c += table[w + 2 * width + i]! * even[i]!;
      d += table[w + 3 * width + i]! * odd[i]!;
    }
    out[k] = a;
    out[k + 1] = b;
    out[k + 2] = c;
    out[k + 3] = d;
  }
}

/** Writes a row and its derivatives; pairs at the same distance from the middle share one multiplication. */
function derive(
  x: Float64Array,
  at: number,
  coeffs: number,
  odd: Float64Array,
  even: Float64Array | undefined,
  out: Float64Array,
  to: number,
): void {
  const half = odd.length >> 1;
  for (let c = 0; c < coeffs; c++) {
    let first = 0;
    let second = 0;
    for (let k = 1, step = coeffs; k <= half; k++, step += coeffs) {
      const after = x[at + c + step]!;
      const before = x[at + c - step]!;
      first += odd[half + k]! * (after - before);
      if (even) second += even[half + k]! * (after + before);
    }
    out[to + c] = x[at + c]!;
    out[to + coeffs + c] = first;
    if (even) out[to + 2 * coeffs + c] = second + even[half]! * x[at + c]!;
  }
}

/** Writes the cumulative mean normalized differences at periods from `least`. */
function normalizeDifferences(
  x: Float64Array,
  at: number,
  correlation: Float64Array,
  least: number,
  out: Float64Array,
  to: number,
  periods: number,
): void {
  let energy = 0;
  let sum = 0;
  for (let period = 1; period < least + periods; period++) {
    energy += x[at + period - 1]! ** 2;
    // librosa forgets the energy that period 1 leaves out; its numbers depend on it.
    const difference = 2 * (correlation[0]! - correlation[period]!) - (period > 1 ? energy : 0);
    sum += difference;
    if (period >= least) out[to + period - least] = difference / (sum / period + 2 ** -1022);
  }
}

/** Sum of products of two runs of an even number of values; two sums at once keep the processor busy. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, length: number): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < length; k += 2) {
    even += a[i + k]! * b[j + k]!;
    odd += a[i + k + 1]! * b[j + k + 1]!;
  }
  return even + odd;
}

/** Writes the best score of a state and returns the state it comes from. */
function follow(
  scores: Float64Array,
  next: Float64Array,
  to: number,
  pitches: number,
  reach: number,
  staying: Float64Array,
  switching: Float64Array,
): number {
  const span = 2 * reach + 1;
  const j = to % pitches;
  const low = Math.max(0, j - reach);
  const high = Math.min(pitches - 1, j + reach);
  let best = -Infinity;
  let origin = low;
  for (let offset = 0; offset <= pitches; offset += pitches) {
    const logs = offset === to - j ? staying : switching;
    for (let k = low; k <= high; k++) {
      const candidate = scores[k + offset]! + logs[k * span + j - k + reach]!;
      if (candidate > best) {
        best = candidate;
        origin = k + offset;
      }
    }
  }
  next[to] = best;
  return origin;
}
