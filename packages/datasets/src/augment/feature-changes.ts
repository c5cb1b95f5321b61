import { invalidArgument, type Random } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';

/** How many runs are masked, and how long each is at most. */
export interface Masks {
  readonly count: number;
  readonly longest: number;
}

function checkMasks({ count, longest }: Masks): void {
  for (const [name, value] of Object.entries({ count, longest }))
    if (!Number.isSafeInteger(value) || value < 1) throw invalidArgument(name, value, 'a positive integer');
}

/** A run of 0 to `longest` of `total` positions: its first, and the one after its last. */
function randomRun(total: number, longest: number, random: Random): [number, number] {
  const length = random.integer(Math.min(longest, total) + 1);
  const first = random.integer(total - length + 1);
  return [first, first + length];
}

const meansOf = ({ data, frames, coeffs }: FeatureMatrix): Float64Array => {
  const means = new Float64Array(coeffs);
  for (let i = 0; i < frames * coeffs; i++) means[i % coeffs]! += data[i]! / frames;
  return means;
};

/** Sets random runs of frames to each coefficient's mean over the clip (SpecAugment, Park et al., 2019). */
export function maskTime(features: FeatureMatrix, masks: Masks, random: Random): FeatureMatrix {
  checkMasks(masks);
  const { frames, coeffs } = features;
  const means = meansOf(features);
  const data = features.data.slice();
  for (let i = 0; i < masks.count; i++) {
    const [first, end] = randomRun(frames, masks.longest, random);
    for (let t = first; t < end; t++) data.set(means, t * coeffs);
  }
  return { data, frames, coeffs };
}

/** Sets random runs of neighbouring coefficients to their means over the clip (SpecAugment, Park et al., 2019). */
export function maskFrequency(features: FeatureMatrix, masks: Masks, random: Random): FeatureMatrix {
  checkMasks(masks);
  const { frames, coeffs } = features;
  const means = meansOf(features);
  const data = features.data.slice();
  for (let i = 0; i < masks.count; i++) {
    const [first, end] = randomRun(coeffs, masks.longest, random);
    for (let t = 0; t < frames; t++) data.set(means.subarray(first, end), t * coeffs + first);
  }
  return { data, frames, coeffs };
}

/** Features and the probability of each class. */
export interface SoftExample {
  readonly features: FeatureMatrix;
  readonly target: Float32Array;
}

/**
 * Mixup (Zhang et al., 2018): features and targets of two examples, blended.
 *
 * @param share of the first example, 0 to 1.
 * @throws SerError `INVALID_ARGUMENT` for examples of different shapes or a share out of range.
 */
export function mixup(first: SoftExample, second: SoftExample, share: number): SoftExample {
  if (!(share >= 0 && share <= 1)) throw invalidArgument('share', share, 'in [0, 1]');
  const { frames, coeffs } = first.features;
  if (second.features.frames !== frames || second.features.coeffs !== coeffs)
    throw invalidArgument('second', second.features.frames, `of the shape of the first, ${frames} × ${coeffs}`);
  if (second.target.length !== first.target.length)
    throw invalidArgument('target', second.target.length, `of as many classes as the first, ${first.target.length}`);
  const blend = (a: Float32Array, b: Float32Array): Float32Array => a.map((x, i) => share * x + (1 - share) * b[i]!);
  return {
    features: { data: blend(first.features.data, second.features.data), frames, coeffs },
    target: blend(first.target, second.target),
  };
}
