import { invalidArgument, SerError, type SerErrorCode } from '@ser/core';
import * as v from 'valibot';

type Schema<T> = v.GenericSchema<unknown, T>;

/** `{ path: 'model.units', value: -1, allowed: 'a positive integer' }` from valibot's first issue. */
function firstIssue(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]], root: string) {
  const issue = issues[0];
  const path = [root, ...(issue.path ?? []).map((item) => String(item.key))].join('.');
  const isUnknownKey = issue.type === 'strict_object' && issue.expected === 'never';
  const allowed =
    issue.expected === null || !issue.message.startsWith('Invalid ')
      ? issue.message
      : issue.expected.replace(/[()]/g, '').replaceAll(' | ', ' or ');
  const last = issue.path?.at(-1);
  return { path, isUnknownKey, value: last ? last.value : issue.input, allowed };
}

/**
 * Checks plain options against a schema.
 *
 * @param root the argument's name, with which messages begin.
 * @throws SerError `INVALID_ARGUMENT` that names the first wrong or unknown field.
 */
export function parseOptions<T>(root: string, schema: Schema<T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = firstIssue(result.issues, root);
  if (issue.isUnknownKey) throw new SerError('INVALID_ARGUMENT', `${issue.path} is not an option`);
  throw invalidArgument(issue.path, issue.value, issue.allowed);
}

/** Checks the content of a file against a schema; throws a `SerError` with `code` that names file and field. */
export function parseFile<T>(file: string, schema: Schema<T>, value: unknown, code: SerErrorCode): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = firstIssue(result.issues, '');
  const field = issue.path.slice(1) || 'its content';
  const { message } = invalidArgument(field, issue.value, issue.allowed);
  throw new SerError(code, `${file}: ${issue.isUnknownKey ? `${field} is not a known field` : message}`);
}

const numberThat = (test: (value: number) => boolean, allowed: string): Schema<number> =>
  v.pipe(v.number(allowed), v.check(test, allowed));

/** An integer from `least` to `most`. */
export const integerFrom = (least: number, most: number = Number.MAX_SAFE_INTEGER): Schema<number> =>
  numberThat(
    (value) => Number.isSafeInteger(value) && value >= least && value <= most,
    most < Number.MAX_SAFE_INTEGER
      ? `an integer from ${least} to ${most}`
      : least === 1
        ? 'a positive integer'
        : `an integer of at least ${least}`,
  );

/** A share of units to drop, a number in [0, 1). */
export const fraction: Schema<number> = numberThat((value) => value >= 0 && value < 1, 'a number in [0, 1)');

/** A finite number above 0. */
export const positive: Schema<number> = numberThat(
  (value) => Number.isFinite(value) && value > 0,
  'a positive finite number',
);

/** The schema entries of options, each of which may be absent; the compiler sees to it that none is forgotten. */
export type OptionEntries<T> = {
  readonly [K in keyof T]-?: v.ExactOptionalSchema<Schema<Exclude<T[K], undefined>>, undefined>;
};

/** A list of at least one positive integer. */
export const countList: Schema<readonly number[]> = v.pipe(
  v.array(integerFrom(1)),
  v.minLength(1, 'a list of at least one positive integer'),
);

/** @throws SerError `INVALID_ARGUMENT` for a list that does not have one number for each of `count` things. */
export function requireLength(name: string, list: readonly number[], count: number, thing: string): void {
  if (list.length !== count) throw invalidArgument(name, list, `a list of ${count} numbers, one for each ${thing}`);
}
