import { SerError } from '@ser/core';
import { type Example, groupOf } from '../data/example.js';
import type { AuxiliaryHead, GROUPINGS, MEASURES } from '../recipe/training-schema.js';

/** A head and the layout of its targets. */
export interface HeadPlan {
  readonly head: AuxiliaryHead;
  /** Number of outputs of the head. */
  readonly units: number;
  /** Number of values in a row of its targets. */
  readonly columns: number;
  /** Writes the target of an example with a weight; zeros for an example without the property. */
  readonly fill: (example: Example, weight: number, row: Float32Array) => void;
}

/**
 * Plans heads for training examples.
 *
 * @throws SerError `INVALID_ARGUMENT` if a head has nothing to learn: no example has the property, or all are in one group.
 */
export function planHeads(heads: readonly AuxiliaryHead[], examples: readonly Example[]): HeadPlan[] {
  return heads.map((head) => {
    switch (head.target) {
      case 'arousal':
      case 'valence':
        return measureHead(head, head.target, examples);
      default:
        return groupHead(head, head.target, examples);
    }
  });
}

function groupHead(head: AuxiliaryHead, target: (typeof GROUPINGS)[number], examples: readonly Example[]): HeadPlan {
  const groups = [...new Set(examples.map((example) => groupOf(example, target)))]
    .filter((g) => g !== undefined)
    .sort();
  if (groups.length < 2) {
    throw new SerError('INVALID_ARGUMENT', `a head for ${target} needs training examples of at least two groups`, {
      hint: groups.length === 0 ? `No example has a ${target}.` : `All examples are in the group ${groups[0]}.`,
    });
  }
  const columns = new Map(groups.map((group, column) => [group, column]));
  return {
    head,
    units: groups.length,
    columns: groups.length,
    fill(example, weight, row) {
      const group = groupOf(example, target);
      if (group !== undefined) row[columns.get(group)!] = weight;
    },
  };
}

/** Encodes the squared error w (y − v)² as the columns w, w v and w v². It is linear in them, so that mixup can blend rows. */
function measureHead(head: AuxiliaryHead, target: (typeof MEASURES)[number], examples: readonly Example[]): HeadPlan {
  if (!examples.some((example) => example[target] !== undefined)) {
    throw new SerError('INVALID_ARGUMENT', `a head for ${target} needs training examples with ${target}`);
  }
  return {
    head,
    units: 1,
    columns: 3,
    fill(example, weight, row) {
      const value = example[target];
      if (value !== undefined) row.set([weight, weight * value, weight * value * value]);
    },
  };
}
