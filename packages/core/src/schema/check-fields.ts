import { invalidArgument, unknownName } from '../errors/invalid-argument.js';
import { SerError } from '../errors/ser-error.js';
import { isRecord } from '../text/json.js';
import * as v from '../valibot/index.js';
import { fieldOf, fieldsOf } from './schema-fields.js';
import type { Schema } from './values.js';

/** Names of a checked value in messages. */
export interface CheckedNames {
  /** What the paths of its fields begin with, e.g. `window`; nothing by default. */
  readonly name?: string | undefined;
  /** The value as a whole, e.g. `the experiment`; `name` by default, or `the object` without one. */
  readonly whole?: string | undefined;
}

const pathOf = (keys: readonly string[], { name, whole }: CheckedNames): string =>
  [name, ...keys].filter(Boolean).join('.') || (whole ?? 'the object');

/** Returns the error for the first wrong field, with its path, e.g. `training.schedule.kind`. */
function complaint(
  schema: Schema<unknown>,
  value: unknown,
  issue: v.BaseIssue<unknown>,
  names: CheckedNames,
): SerError {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const path = pathOf(keys, names);
  const last = issue.path?.at(-1);
  const wrong = last ? last.value : issue.input;
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknownField(schema, value, keys, names);
  if (/^(strict|loose)_object$/.test(issue.type) && issue.received === 'undefined' && issue.path)
    return new SerError('INVALID_ARGUMENT', `${path} is missing`);
  if (issue.type === 'variant' && issue.expected !== 'Object')
    return unknownName(path, wrong, (issue.expected ?? '').match(/[^"|() ]+/g) ?? []);
  const isOwnText = !issue.message.startsWith('Invalid ') || issue.expected === null;
  const allowed = isOwnText ? issue.message : String(issue.expected).replace(/[()]/g, '').replaceAll(' | ', ' or ');
  return invalidArgument(path, wrong, allowed === 'Object' ? 'an object' : allowed);
}

/**
 * Returns the error for a field that does not exist; its hint lists those that do.
 *
 * @param keys the path of the field in `value`.
 */
export function unknownField(
  schema: Schema<unknown>,
  value: unknown,
  keys: readonly string[],
  names: CheckedNames = {},
): SerError {
  let place: Schema<unknown> | undefined = schema;
  let there = value;
  for (const key of keys.slice(0, -1)) {
    place = place && fieldOf(place, there, key);
    there = Array.isArray(there) ? there[Number(key)] : isRecord(there) ? there[key] : undefined;
  }
  const fields = place ? fieldsOf(place, there) : [];
  const parent = pathOf(keys.slice(0, -1), names);
  return new SerError('INVALID_ARGUMENT', `${pathOf(keys, names)} is not a field`, {
    hint: fields.length > 0 ? `${parent} has ${fields.join(', ')}.` : `${parent} has no fields.`,
  });
}

/**
 * Returns a value as its schema makes it, with defaults filled in.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the first wrong, missing or unknown field by its path.
 * @example
 * const window = v.strictObject({ frames: count, hopFrames: v.optional(count, 64) });
 * checkFields(window, { frames: 128 }); // { frames: 128, hopFrames: 64 }
 * checkFields(window, { frames: 0 }, { name: 'window' });
 * // SerError: window.frames must be a positive integer, got 0
 */
export function checkFields<T>(schema: Schema<T>, value: unknown, names: CheckedNames = {}): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw complaint(schema, value, result.issues[0], names);
}
