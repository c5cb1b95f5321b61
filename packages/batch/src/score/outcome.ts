import * as v from '@ser/core/valibot';
import type { Outcome } from '../contract.js';

const sentences = v.array(v.string());

const segment = v.object({
  start: v.number(),
  end: v.number(),
  label: v.string(),
  confidence: v.number(),
  probabilities: v.array(v.object({ label: v.string(), probability: v.number() })),
  uncertain: v.optional(v.object({ reason: v.string(), message: v.string() })),
  notes: sentences,
  warnings: sentences,
});

const outcome = v.union([
  v.object({ segments: v.array(segment) }),
  v.object({ failure: v.object({ code: v.string(), message: v.string() }) }),
]);

/** Returns true for an outcome, as a journal or another machine should hold it. */
export const isOutcome = (value: unknown): value is Outcome => v.is(outcome, value);
