import { invalidArgument, SerError, unknownName } from '@ser/core';
import * as v from 'valibot';

/** `T` with every field and element readonly, at any depth. */
export type Plain<T> = { readonly [K in keyof T]: Plain<T[K]> };

const numberThat = (test: (value: number) => boolean, allowed: string) =>
  v.pipe(v.number(allowed), v.check(test, allowed));

/** A finite number from `low` to `high`. */
export const numberFrom = (low: number, high: number) =>
  numberThat((x) => x >= low && x <= high, `a number from ${low} to ${high}`);

/** A finite number above 0 and up to `high`. */
export const numberAbove0 = (high: number) => numberThat((x) => x > 0 && x <= high, `a number above 0, up to ${high}`);

/** An integer from `low` to `high`. */
export const integerFrom = (low: number, high: number) =>
  numberThat((x) => Number.isInteger(x) && x >= low && x <= high, `an integer from ${low} to ${high}`);

/** A share, from 0 to 1. */
export const share = /* @__PURE__ */ numberFrom(0, 1);

/** A part of a whole, neither none nor all of it. */
export const part = /* @__PURE__ */ numberThat((x) => x > 0 && x < 1, 'a number between 0 and 1');

/** What `schema` accepts, or `null`; `allowed` says so. */
export const orNull = <const T extends v.GenericSchema>(schema: T, allowed: string) =>
  v.union([schema, v.null()], allowed);

/** `true` or `false`. */
export const flag = /* @__PURE__ */ v.boolean('true or false');

/** One of some words or numbers. */
export const oneWordOf = <const T extends readonly (string | number)[]>(...words: T) =>
  v.picklist(words, words.join(' or '));

/** A list of 1 to `most` elements. */
export const listOf = <const T extends v.GenericSchema>(element: T, most: number) => {
  const allowed = `a list of 1 to ${most} elements`;
  return v.pipe(v.array(element, allowed), v.minLength(1, allowed), v.maxLength(most, allowed));
};

/**
 * Returns plain options with their defaults filled in.
 *
 * @param name of the options, with which the paths of their fields begin
 * @throws SerError `INVALID_ARGUMENT` that names the first wrong, missing or unknown field, by its path
 */
export function parseOptions<const T extends v.GenericSchema>(schema: T, value: unknown, name = ''): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = [name, v.getDotPath(issue)].filter(Boolean).join('.') || 'options';
  if (issue.type === 'strict_object' && issue.expected === 'never')
    throw new SerError('INVALID_ARGUMENT', `${path} is not an option`);
  if (issue.type === 'strict_object' && issue.received === 'undefined')
    throw new SerError('INVALID_ARGUMENT', `${path} is missing`);
  if (issue.type === 'variant') throw unknownName(path, issue.input, (issue.expected ?? '').match(/[^"|() ]+/g) ?? []);
  const own = !issue.message.startsWith('Invalid ');
  throw invalidArgument(path, issue.input, own ? issue.message : `${issue.expected}`.replace('Object', 'an object'));
}
