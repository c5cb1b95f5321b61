import * as v from '@ser/core/valibot';
import { Refusal } from './failures.js';

/** Checks a query against its schema. */
export function parseQuery<S extends v.GenericSchema>(schema: S, query: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, query);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const name = (issue.path ?? []).map(({ key }) => String(key)).join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never')
    throw new Refusal(400, 'INVALID_ARGUMENT', `${name} is not a parameter`);
  if (issue.type === 'strict_object') throw new Refusal(400, 'INVALID_ARGUMENT', `${name} is missing`);
  throw new Refusal(400, 'INVALID_ARGUMENT', `${name} must be ${issue.message}, got ${issue.received}`);
}
