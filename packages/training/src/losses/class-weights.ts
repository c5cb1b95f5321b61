import { invalidArgument } from '@ser/core';
import type { ClassWeights } from '../recipe/training-schema.js';

/**
 * Returns one weight for each class. `'balanced'` is scikit-learn's n / (classes · count), here over the classes that occur,
 * so that the mean weight of the examples is 1; classes that do not occur get 0.
 *
 * @param targets class of each training example.
 * @param classes number of classes.
 */
export function classWeights(kind: ClassWeights, targets: readonly number[], classes: number): Float32Array {
  if (kind === 'none') return new Float32Array(classes).fill(1);
  if (kind === 'balanced') {
    const counts = new Float64Array(classes);
    for (const target of targets) counts[target]! += 1;
    const occurring = counts.filter((count) => count > 0).length;
    return Float32Array.from(counts, (count) => (count > 0 ? targets.length / (occurring * count) : 0));
  }
  if (!Array.isArray(kind) || kind.length !== classes || !kind.every((w) => Number.isFinite(w) && w >= 0)) {
    throw invalidArgument('classWeights', kind, `'balanced', 'none' or ${classes} numbers of at least 0`);
  }
  return Float32Array.from(kind);
}
