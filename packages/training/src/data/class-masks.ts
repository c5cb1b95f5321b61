import { SerError } from '@ser/core';
import type { Example } from './example.js';

/** For each corpus, 1 for the classes that its examples have and 0 for the others. */
export type ClassMasks = ReadonlyMap<string, Float32Array>;

/** Returns the classes of each corpus; throws `INVALID_ARGUMENT` for an example without a corpus. */
export function classMasksOf(examples: readonly Example[], classes: number): ClassMasks {
  const masks = new Map<string, Float32Array>();
  for (const { id, corpus, label } of examples) {
    if (corpus === undefined)
      throw new SerError('INVALID_ARGUMENT', `example ${id} has no corpus, which comparedClasses needs`);
    const mask = masks.get(corpus) ?? new Float32Array(classes);
    masks.set(corpus, mask);
    mask[label] = 1;
  }
  return masks;
}

/** Returns the masks of examples, row-major `[rows, classes]`. */
export function masksOfRows(masks: ClassMasks, examples: readonly Example[], classes: number): Float32Array {
  const rows = new Float32Array(examples.length * classes);
  for (const [row, { corpus }] of examples.entries()) rows.set(masks.get(corpus!)!, row * classes);
  return rows;
}
