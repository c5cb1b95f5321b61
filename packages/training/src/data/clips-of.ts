import { invalidArgument, SerError } from '@ser/core';
import { groupOf } from '../losses/auxiliary-head.js';
import type { Clip } from './epoch-plan.js';
import type { Example } from './example.js';

const BALANCES = ['class', 'speaker', 'corpus'] as const;

/** What batches can be spread evenly over. */
export type Balance = (typeof BALANCES)[number];

/** Throws `INVALID_ARGUMENT` for anything else, or for one that is named twice. */
export function checkBalance(balance: readonly Balance[]): void {
  if (new Set(balance).size === balance.length && balance.every((kind) => BALANCES.includes(kind))) return;
  throw invalidArgument('balance', balance, `a list of different ones of ${BALANCES.join(', ')}`);
}

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
