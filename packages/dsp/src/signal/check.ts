import { invalidArgument, SerError } from '@ser/core';
import type { Signal } from './types.js';

/** Throws "`name` must be `allowed`, got `value`" unless `ok`. */
export function check(ok: boolean, name: string, value: unknown, allowed: string): asserts ok {
  if (!ok) throw invalidArgument(name, value, allowed);
}

/** `value` if it is an integer from `low` to `high`. */
export function integer(name: string, value: number, low = 1, high: number = 2 ** 24): number {
  check(Number.isInteger(value) && value >= low && value <= high, name, value, `an integer from ${low} to ${high}`);
  return value;
}

/** `value` if it is a finite number from `low` to `high`. */
export function within(name: string, value: number, low: number, high: number = Infinity): number {
  const allowed = high < Infinity ? `from ${low} to ${high}` : `at least ${low}`;
  check(value === Number(value) && value >= low && value <= high && value < Infinity, name, value, allowed);
  return value;
}

/** `value` if it is a finite number above zero. */
export function positive(name: string, value: number): number {
  check(value > 0 && value < Infinity, name, value, 'a positive number');
  return value;
}

/** `value` if it is one of `allowed`. */
export function oneOf<T>(name: string, value: T, allowed: readonly T[]): T {
  check(allowed.includes(value), name, value, allowed.join(' or '));
  return value;
}

/** The samples of a signal that has some, all of them usable, at a stated rate. */
export function checkSignal({ samples, sampleRate }: Signal): Signal['samples'] {
  positive('sampleRate', sampleRate);
  return checkSamples(samples, 1);
}

/**
 * `samples` if there are at least so many and all are usable. Numbers beyond ±1e12 are not: the power spectra of such
 * would overflow single precision, and real recordings are many orders of magnitude below.
 */
export function checkSamples<T extends Signal['samples']>(samples: T, least: number): T {
  check(
    samples instanceof Float32Array || samples instanceof Float64Array,
    'samples',
    samples,
    'a Float32Array or Float64Array',
  );
  const { length } = samples;
  if (length < least) throw new SerError('INVALID_AUDIO', 'samples must not be empty');
  // No sample is beyond the limit where not even their squares add up to its square, which takes no branch to find out.
  if (sumOfSquares(samples) <= LIMIT ** 2) return samples;
  for (const sample of samples)
    if (!(Math.abs(sample) <= LIMIT))
      throw new SerError('INVALID_AUDIO', `samples must be finite numbers within ±1e12, got ${sample}`);
  return samples;
}

const LIMIT = 1e12;

function sumOfSquares(samples: Signal['samples']): number {
  const { length } = samples;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 3;
  for (; i < length; i += 4) {
    const p = samples[i - 3]!;
    const q = samples[i - 2]!;
    const r = samples[i - 1]!;
    const s = samples[i]!;
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (i -= 3; i < length; i++) a += samples[i]! ** 2;
  return a + b + c + d;
}
