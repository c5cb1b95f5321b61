import { SerError } from '@ser/core';
import type { Balance } from '../recipe/training-schema.js';
import type { Clip } from './epoch-plan.js';
import { type Example, groupOf } from './example.js';

/** Returns the input of an epoch plan from examples; throws `INVALID_ARGUMENT` for an example without a group that `balance` needs. */
export function clipsOf(examples: readonly Example[], balance: readonly Balance[] = []): Clip[] {
  return examples.map((example) => ({
    frames: [example.features, ...(example.variants ?? [])].map(({ frames }) => frames),
    groups: balance.length > 0 ? balance.map((kind) => groupIn(example, kind)) : undefined,
  }));
}

function groupIn(example: Example, kind: Balance): string {
  const group = kind === 'class' ? String(example.label) : groupOf(example, kind);
  if (group !== undefined) return group;
  throw new SerError('INVALID_ARGUMENT', `example ${example.id} has no ${kind}, which balance needs`);
}
