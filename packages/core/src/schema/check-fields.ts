import * as v from 'valibot';
import { invalidArgument } from '../errors/invalid-argument.js';
import { SerError } from '../errors/ser-error.js';
import { fieldOf, fieldsOf } from './schema-fields.js';
import type { Schema } from './values.js';

type Issue = v.BaseIssue<unknown>;

/** The complaint about the first wrong field, by its path, e.g. `training.schedule.kind`. */
function complaint(schema: Schema<unknown>, value: unknown, issue: Issue): SerError {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const path = keys.join('.') || 'the experiment';
  if (issue.type === 'strict_object' && issue.expected === 'never') return unknownField(schema, value, keys);
  if (issue.type === 'strict_object' && issue.received === 'undefined')
    return new SerError('INVALID_ARGUMENT', `${path} is missing`);
  const isOwnText = !issue.message.startsWith('Invalid ') || issue.expected === null;
  const allowed = isOwnText ? issue.message : String(issue.expected).replace(/[()]/g, '').replaceAll(' | ', ' or ');
  return invalidArgument(path, issue.input, allowed === 'Object' ? 'an object' : allowed);
}

/** The error for a field that does not exist, with those that do. */
export function unknownField(schema: Schema<unknown>, value: unknown, keys: readonly string[]): SerError {
  let place: Schema<unknown> | undefined = schema;
  let there = value;
  for (const key of keys.slice(0, -1)) {
    place = place && fieldOf(place, there, key);
    there = typeof there === 'object' && there !== null ? (there as Record<string, unknown>)[key] : undefined;
  }
  const names = place ? fieldsOf(place, there) : [];
  const parent = keys.slice(0, -1).join('.') || 'an experiment';
  return new SerError('INVALID_ARGUMENT', `${keys.join('.')} is not a field`, {
    hint: names.length > 0 ? `${parent} has ${names.join(', ')}.` : `${parent} has no fields.`,
  });
}

/** Checks a value against a schema; throws a `SerError` that names the first wrong, missing or unknown field. */
export function checkFields<T>(schema: Schema<T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw complaint(schema, value, result.issues[0]);
}
