import { SerError } from '@ser/core';
import { type Example, groupOf } from '../data/example.js';
import type { AuxiliaryHead, GROUPINGS, MEASURES } from '../recipe/training-schema.js';

/** A head, and what its targets look like. */
export interface HeadPlan {
  readonly head: AuxiliaryHead;
  /** Outputs of the head. */
  readonly units: number;
  /** Numbers that a row of its targets has. */
  readonly columns: number;
  /** Writes the target of an example that counts `weight`; an example that the fact is not known of gets zeros. */
  readonly fill: (example: Example, weight: number, row: Float32Array) => void;
}

/**
 * Plans heads for some training examples.
 *
 * @throws SerError `INVALID_ARGUMENT` if there is nothing for a head to learn: no example that the fact is known of, or
 *   a single group.
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
    throw new SerError('INVALID_ARGUMENT', `a head for ${target} needs training examples of at least two`, {
      hint: groups.length === 0 ? `The examples do not say their ${target}.` : `All are of ${groups[0]}.`,
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

/** The squared error w (y − v)² as the columns w, w v and w v²: linear in them, so that mixup may blend rows. */
function measureHead(head: AuxiliaryHead, target: (typeof MEASURES)[number], examples: readonly Example[]): HeadPlan {
  if (!examples.some((example) => example[target] !== undefined)) {
    throw new SerError('INVALID_ARGUMENT', `a head for ${target} needs training examples that say it`);
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
