import { type EmotionSegment, meanAffect } from '@ser/core';
import type { Clip, Outcome } from '../contract.js';

/** A value of a result; null where there is none. */
export type Value = string | number | null;

/** A clip with what became of it. */
export interface ClipResult {
  readonly clip: Clip;
  readonly outcome: Outcome;
}

/** A column of the results. */
export interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'DOUBLE';
  /** Its value for a segment; for a clip without an answer null, unless `failed` says otherwise. */
  readonly of: (segment: EmotionSegment, clip: Pick<Clip, 'file'>) => Value;
  readonly failed?: (failure: { readonly code: string; readonly message: string }, clip: Pick<Clip, 'file'>) => Value;
}

const sentences = (texts: readonly string[]): Value => (texts.length > 0 ? texts.join('; ') : null);

const BEFORE: readonly Column[] = [
  { name: 'file', type: 'STRING', of: (_, { file }) => file, failed: (_, { file }) => file },
  { name: 'start', type: 'DOUBLE', of: ({ start }) => start },
  { name: 'end', type: 'DOUBLE', of: ({ end }) => end },
  { name: 'label', type: 'STRING', of: ({ label }) => label },
  { name: 'confidence', type: 'DOUBLE', of: ({ confidence }) => confidence },
];

const AFTER: readonly Column[] = [
  { name: 'valence', type: 'DOUBLE', of: ({ probabilities }) => meanAffect(probabilities)?.valence ?? null },
  { name: 'arousal', type: 'DOUBLE', of: ({ probabilities }) => meanAffect(probabilities)?.arousal ?? null },
  { name: 'uncertain', type: 'STRING', of: ({ uncertain }) => uncertain?.reason ?? null },
  {
    name: 'message',
    type: 'STRING',
    of: ({ uncertain }) => uncertain?.message ?? null,
    failed: ({ message }) => message,
  },
  { name: 'notes', type: 'STRING', of: ({ notes, warnings }) => sentences([...notes, ...warnings]) },
  { name: 'error', type: 'STRING', of: () => null, failed: ({ code }) => code },
];

/**
 * Returns the columns of results: `file`, `start`, `end`, `label`, `confidence`, the probability of each label under its
 * name (`p_<label>` for a label with the name of another column), `valence`, `arousal`, `uncertain`, `message`, `notes`, `error`.
 */
export function columnsFor(labels: readonly string[]): readonly Column[] {
  const taken = new Set([...BEFORE, ...AFTER].map(({ name }) => name));
  const probabilities = labels.map(
    (label): Column => ({
      name: taken.has(label) ? `p_${label}` : label,
      type: 'DOUBLE',
      of: (segment) => segment.probabilities.find((one) => one.label === label)?.probability ?? null,
    }),
  );
  return [...BEFORE, ...probabilities, ...AFTER];
}

/** Returns the rows of results: one for each segment, and one for a clip without an answer. */
export function rowsOf(columns: readonly Column[], results: readonly ClipResult[]): Value[][] {
  return results.flatMap(({ clip, outcome }) =>
    'failure' in outcome
      ? [columns.map(({ failed }) => failed?.(outcome.failure, clip) ?? null)]
      : outcome.segments.map((segment) => columns.map(({ of }) => of(segment, clip))),
  );
}
