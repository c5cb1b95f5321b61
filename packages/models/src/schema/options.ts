import { invalidArgument } from '@ser/core';
import { count, type Plain } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

/** The type of options with these schema entries: what the caller may give. */
export type OptionsOf<E extends v.ObjectEntries> = Plain<v.InferInput<v.StrictObjectSchema<E, undefined>>>;

const COUNTS = 'a list of at least one positive integer';

/** A list of at least one positive integer. */
export const counts: v.GenericSchema<number[]> = v.pipe(v.array(count, COUNTS), v.minLength(1, COUNTS));

/** @throws SerError `INVALID_ARGUMENT` for a list that does not have one number for each of `length` parts. */
export function requireLength(name: string, list: readonly number[], length: number, part: string): void {
  if (list.length !== length) throw invalidArgument(name, list, `a list of ${length} numbers, one for each ${part}`);
}
