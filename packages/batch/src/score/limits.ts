import { checkFields, integerFrom } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { ClipLimits } from '../contract.js';

/** Limits with their defaults. */
export const limitsSchema = v.object({
  maxSeconds: v.optional(integerFrom(1, 1_000_000), 14_400),
  timeoutSeconds: v.optional(integerFrom(1, 86_400), 600),
});

/**
 * Returns limits with their defaults filled in.
 *
 * @throws SerError `INVALID_ARGUMENT` for one that is out of range.
 */
export const checkLimits = ({ maxSeconds, timeoutSeconds }: ClipLimits): v.InferOutput<typeof limitsSchema> =>
  checkFields(limitsSchema, { maxSeconds, timeoutSeconds });
