import { runAtOnce, type Steps } from '@ser/core';
import { engine } from '../engine/choose.js';
import type { Engine, PolyphaseKernel } from '../engine/engine.js';
import { typescript } from '../engine/typescript.js';
import { check, checkSignal, oneOf, positive } from '../signal/check.js';
import { sameKind } from '../signal/same-kind.js';
import type { Signal } from '../signal/types.js';

/** Options of {@link resample}. */
export interface ResampleOptions {
  /**
   * `sharp`: flat to 0.45 of the lower rate, at least 90 dB down from half of it. `scipy`: the shorter filter of
   * `scipy.signal.resample_poly`, for its numbers. Default `sharp`.
   */
  readonly filter?: 'sharp' | 'scipy' | undefined;
}

/** Turns a run of samples at one rate into samples at another; holds the filter. */
export interface Resampler {
  /** The rate of the input, in Hz. */
  readonly from: number;
  /** Output samples for a whole signal of so many. */
  outputLength(samples: number): number;
  /** Resamples a whole signal. */
  resample(samples: ArrayLike<number>): Float64Array;
  /** Does the work of `resample` in steps of some milliseconds, for `runInTurns` of `@ser/core`. */
  resampleSteps(samples: ArrayLike<number>): Steps<Float64Array>;
  /** A resampler for samples that come piece by piece; its output is that of `resample`, bit for bit. */
  stream(): ResamplerStream;
}

/** A resampler for samples that come piece by piece. */
export interface ResamplerStream {
  /** Takes samples and hands what is complete to `emit`, which must use `out[0 … length - 1]` before it returns. */
  push(samples: ArrayLike<number>, emit: (out: Float64Array, length: number) => void): void;
  /** Hands out the rest, as if zeros followed. */
  flush(emit: (out: Float64Array, length: number) => void): void;
  /** Forgets everything. */
  reset(): void;
}

/** Half-width in periods of the lower rate, cutoff as a share of it, and Kaiser's shape. */
const FILTERS = {
  sharp: { zeros: 54, cutoff: 0.4715, beta: 9.3 },
  scipy: { zeros: 10, cutoff: 0.5, beta: 5 },
};
/** Of longer filters the weights are gathered for each output instead of laid out beforehand. */
const LARGEST_TABLE = 2 ** 20;
const BLOCK = 2048;

/** Modified Bessel function of the first kind of order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** `a / b` in lowest terms, for rates that may have decimals. */
function ratio(a: number, b: number): [number, number] {
  let scale = 1;
  while (scale < 1e6 && (!Number.isInteger(a * scale) || !Number.isInteger(b * scale))) scale *= 10;
  let [x, y] = [Math.round(a * scale), Math.round(b * scale)];
  const [p, q] = [x, y];
  while (y) [x, y] = [y, x % y];
  return [p / x, q / x];
}

/** Plans that were made lately, by engine, then by rates and filter: a corpus has one rate, and its filter is made once. */
const recent = new WeakMap<Engine, Map<string, Resampler>>();
const KEPT = 4;

/**
 * Prepares conversion from one sample rate to another by a polyphase windowed sinc with a Kaiser window. The last few plans
 * are kept, and returned again.
 *
 * @param rates in Hz; any two whose ratio is a fraction of integers up to 2^16
 * @throws SerError if a rate is not a positive number
 */
export function createResampler(
  { from, to }: { from: number; to: number },
  { filter = 'sharp' }: ResampleOptions = {},
): Resampler {
  const key = `${from} ${to} ${filter}`;
  const plans = recent.get(engine()) ?? new Map<string, Resampler>();
  recent.set(engine(), plans);
  const plan = plans.get(key) ?? planResampler(from, to, filter);
  plans.delete(key);
  plans.set(key, plan);
  if (plans.size > KEPT) plans.delete(plans.keys().next().value!);
  return plan;
}

function planResampler(from: number, to: number, filter: 'sharp' | 'scipy'): Resampler {
  const [up, down] = ratio(positive('to', to), positive('from', from));
  oneOf('filter', filter, ['sharp', 'scipy']);
  check(Math.max(up, down) <= 2 ** 16, 'to', to, `in a ratio of integers up to 2^16 to ${from}`);
  const { zeros, cutoff, beta } = FILTERS[filter];
  const longer = Math.max(up, down);
  /** Half the filter's length in steps of the common multiple of both rates. */
  const reach = zeros * longer;
  /** Input samples on each side of an output that may matter. */
  const side = Math.floor(reach / up) + 1;
  const taps = 2 * side;
  /** The right half of the filter's impulse response, which adds up to `up` as a whole. */
  const response = new Float64Array(reach + 1);
  let total = 0;
  for (let i = 0; i <= reach; i++) {
    const x = (Math.PI * 2 * cutoff * i) / longer;
    response[i] = (x ? Math.sin(x) / x : 1) * bessel(beta * Math.sqrt(1 - (i / reach) ** 2));
    total += i ? 2 * response[i]! : response[i]!;
  }
  for (let i = 0; i <= reach; i++) response[i]! *= up / total;
  /** Weights of the inputs at distances -side + 1 … side from the one before an output `phase` steps later. */
  const fill = (row: Float64Array, at: number, phase: number) => {
    for (let k = 0; k < taps; k++) row[at + k] = response[Math.abs((k - side + 1) * up - phase)] ?? 0;
  };
  const kept = up * taps <= LARGEST_TABLE;
  const table = new Float64Array(kept ? up * taps : taps);
  if (kept) for (let phase = 0; phase < up; phase++) fill(table, phase * taps, phase);
  const filtering = kept ? engine().polyphase({ weights: table, taps, up, down }) : gathering();

  const outputLength = (samples: number) => Math.ceil((samples * up) / down);

  const stream = (): ResamplerStream => {
    // Zeros stand before the beginning, and after the end.
    const zeros = new Float64Array(taps);
    const held = new Float64Array(taps + BLOCK);
    let filled = 0;
    let received = 0;
    let base = 0;
    let phase = 0;
    let made = 0;
    const out = new Float64Array(Math.ceil((BLOCK * up) / down) + 1);
    const run = (limit: number, emit: (out: Float64Array, length: number) => void) => {
      // Outputs whose last sample is there: base + taps + floor((phase + down · i) / up) ≤ filled.
      const ready = Math.max(0, Math.ceil(((filled - base - taps + 1) * up - phase) / down));
      const length = Math.min(ready, limit - made);
      filtering(held, base, phase, length, out);
      made += length;
      phase += down * length;
      base += Math.floor(phase / up);
      phase %= up;
      if (length) emit(out, length);
      const drop = Math.min(base, filled);
      held.copyWithin(0, drop, filled);
      filled -= drop;
      base -= drop;
    };
    const add = (samples: ArrayLike<number>, limit: number, emit: (out: Float64Array, length: number) => void) => {
      for (let i = 0; i < samples.length && made < limit; ) {
        const end = Math.min(samples.length, i + BLOCK);
        append(samples, i, end, held, filled);
        filled += end - i;
        i = end;
        run(limit, emit);
      }
    };
    const reset = () => {
      held.fill(0);
      filled = side - 1;
      received = base = phase = made = 0;
    };
    reset();
    return {
      push(samples, emit) {
        received += samples.length;
        add(samples, Infinity, emit);
      },
      flush(emit) {
        add(zeros, outputLength(received), emit);
        reset();
      },
      reset,
    };
  };

  /** Of a filter too long to be laid out, the weights of each output. */
  function gathering(): PolyphaseKernel {
    const single = typescript.polyphase({ weights: table, taps, up: 1, down: 1 });
    const value = new Float64Array(1);
    return (x, at, phase, count, out) => {
      for (let i = 0, steps = phase; i < count; i++, steps += down) {
        fill(table, 0, steps % up);
        single(x, at + Math.floor(steps / up), 0, 1, value);
        out[i] = value[0]!;
      }
    };
  }

  return {
    from,
    outputLength,
    stream,
    resample: (samples) => runAtOnce(resampleSteps({ outputLength, stream }, samples)),
    resampleSteps: (samples) => resampleSteps({ outputLength, stream }, samples),
  };
}

/** Copies samples; its variables are its own, since engines compile loops over what a closure captured less well. */
function append(samples: ArrayLike<number>, from: number, to: number, held: Float64Array, at: number): void {
  for (let i = from; i < to; i++) held[at++] = samples[i]!;
}

/** Samples that are resampled in one step. */
const STEP = 2 ** 17;

/** Resamples a whole signal in steps, with the output of `resample`. */
function* resampleSteps(
  { outputLength, stream }: Pick<Resampler, 'outputLength' | 'stream'>,
  samples: ArrayLike<number>,
): Steps<Float64Array> {
  const result = new Float64Array(outputLength(samples.length));
  let at = 0;
  const collect = (out: Float64Array, length: number) => {
    result.set(out.subarray(0, length), at);
    at += length;
  };
  const one = stream();
  for (let start = 0; start < samples.length; start += STEP) {
    if (start > 0) yield;
    one.push(cut(samples, start, start + STEP), collect);
  }
  one.flush(collect);
  return result;
}

/** Returns a part of a signal; typed arrays are not copied. */
function cut(samples: ArrayLike<number>, start: number, end: number): ArrayLike<number> {
  if (start === 0 && end >= samples.length) return samples;
  if (samples instanceof Float32Array || samples instanceof Float64Array) return samples.subarray(start, end);
  return Array.prototype.slice.call(samples, start, end);
}

/**
 * Converts a signal to another sample rate, without shifting it in time.
 *
 * @param sampleRate the wanted rate, in Hz
 * @returns ceil(samples · sampleRate / signal.sampleRate) samples in the precision of the signal; at the same rate, the
 *   signal itself
 * @throws SerError if a rate is not a positive number, or the signal is empty or not finite
 */
export function resample<S extends Signal>(signal: S, sampleRate: number, options: ResampleOptions = {}): Signal {
  const samples = checkSignal(signal);
  const plan = createResampler({ from: signal.sampleRate, to: sampleRate }, options);
  if (signal.sampleRate === sampleRate) return signal;
  return sameKind({ samples, sampleRate }, plan.resample(samples));
}
