import { SerError } from '@ser/core';
import type { Balance } from '../recipe/training-schema.js';
import type { Clip } from './epoch-plan.js';
import { type Example, groupOf } from './example.js';

/** What a plan of epochs needs to know of examples; throws `INVALID_ARGUMENT` if a group of one is not known. */
export function clipsOf(examples: readonly Example[], balance: readonly Balance[] = []): Clip[] {
  return examples.map((example) => ({
    frames: [example.features, ...(example.variants ?? [])].map(({ frames }) => frames),
    ...(balance.length > 0 ? { groups: balance.map((kind) => groupIn(example, kind)) } : {}),
  }));
}

function groupIn(example: Example, kind: Balance): string {
  const group = kind === 'class' ? String(example.label) : groupOf(example, kind);
  if (group !== undefined) return group;
  throw new SerError('INVALID_ARGUMENT', `example ${example.id} does not say its ${kind}, which balance needs`);
}
