import { invalidArgument, SerError } from '@ser/core';
import { collectionOf } from '@ser/datasets';
import type { Example } from '../data/example.js';

/** Facts that divide examples into groups. */
export const GROUPINGS = ['gender', 'speaker', 'corpus'] as const;
/** Facts that are numbers. */
export const MEASURES = ['arousal', 'valence'] as const;

/**
 * A second question that the network is trained to answer from the layer before its output, as plain JSON. The layer
 * that answers it exists in training alone.
 */
export type AuxiliaryHead =
  /**
   * Which group the example is of, by a softmax. With `adversarial`, the gradient is reversed on its way into the
   * network (Ganin et al., 2016), so that the network learns to hide what the head looks for.
   */
  | {
      readonly target: (typeof GROUPINGS)[number];
      /** How much its loss counts; that of the emotion counts 1. */
      readonly weight: number;
      readonly adversarial?: boolean | undefined;
    }
  /** A number from -1 to 1, by its squared error. */
  | { readonly target: (typeof MEASURES)[number]; readonly weight: number };

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

/** Throws `INVALID_ARGUMENT` for a head that makes no sense. */
export function checkHeads(heads: readonly AuxiliaryHead[]): void {
  for (const [i, head] of heads.entries()) {
    const { target, weight } = head;
    const grouping = (GROUPINGS as readonly string[]).includes(target);
    if (!grouping && !(MEASURES as readonly string[]).includes(target)) {
      throw invalidArgument(`heads[${i}].target`, target, [...GROUPINGS, ...MEASURES].join(', '));
    }
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw invalidArgument(`heads[${i}].weight`, weight, 'a positive number');
    }
    if (!grouping && 'adversarial' in head) {
      throw invalidArgument(`heads[${i}].adversarial`, head.adversarial, `absent for ${target}`);
    }
  }
}

/** The group of an example; speakers of two collections may have the same name. */
export function groupOf(example: Example, grouping: (typeof GROUPINGS)[number]): string | undefined {
  const { corpus = '', speaker } = example;
  return grouping === 'speaker' ? speaker && `${collectionOf(corpus)}/${speaker}` : example[grouping];
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
