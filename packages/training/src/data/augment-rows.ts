import type { Random } from '@ser/core';
import type { CompleteFeatureAugmentation } from '../recipe/feature-augmentation.js';
import type { RowWindows } from './windows-of-rows.js';

/** Augments normalized windows in place; mixup also blends their targets. */
export function augmentRows(
  { windows, shape: [rows, frames, coeffs] }: RowWindows,
  targets: readonly Float32Array[],
  { mixup, timeMasks, coeffMasks }: CompleteFeatureAugmentation,
  random: Random,
): void {
  const length = frames * coeffs;
  for (let row = 0; row < rows; row++) {
    const own = windows.subarray(row * length, (row + 1) * length);
    for (let i = 0; i < (timeMasks?.count ?? 0); i++) {
      const [first, end] = run(frames, timeMasks!.frames, random);
      own.fill(0, first * coeffs, end * coeffs);
    }
    for (let i = 0; i < (coeffMasks?.count ?? 0); i++) {
      const [first, end] = run(coeffs, coeffMasks!.coeffs, random);
      for (let t = 0; t < frames; t++) own.fill(0, t * coeffs + first, t * coeffs + end);
    }
  }
  if (mixup === undefined || rows < 2) return;
  const partners = random.shuffle(Array.from({ length: rows }, (_, row) => row));
  const shares = Float64Array.from({ length: rows }, () => majority(beta(mixup, random)));
  blend(windows, length, partners, shares);
  for (const values of targets) blend(values, values.length / rows, partners, shares);
}

/** Draws a run of at most `longest` of `total` positions: its first one, and the one after its last. */
function run(total: number, longest: number, random: Random): [number, number] {
  const length = Math.min(total, random.integer(longest + 1));
  const first = random.integer(total - length + 1);
  return [first, first + length];
}

/** A window keeps at least half of itself, so that its own label stays the most probable. */
const majority = (share: number): number => Math.max(share, 1 - share);

/** Draws from the beta distribution with both parameters equal to `alpha` in (0, 1] (Jöhnk's method). */
function beta(alpha: number, random: Random): number {
  for (;;) {
    const x = random.next() ** (1 / alpha);
    const y = random.next() ** (1 / alpha);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

function blend(values: Float32Array, length: number, partners: readonly number[], shares: Float64Array): void {
  const before = values.slice();
  for (const [row, partner] of partners.entries()) {
    const share = shares[row]!;
    for (let i = 0; i < length; i++) {
      values[row * length + i] = share * before[row * length + i]! + (1 - share) * before[partner * length + i]!;
    }
  }
}
