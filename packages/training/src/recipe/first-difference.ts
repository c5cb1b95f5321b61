/** The first difference of two plain JSON values. */
export interface Difference {
  /** The field, e.g. `training.epochs`; empty for the values themselves. */
  readonly field: string;
  readonly first: unknown;
  readonly second: unknown;
}

/** The first field in which two plain JSON values differ; a field that is undefined counts as absent. */
export function firstDifference(first: unknown, second: unknown, field = ''): Difference | undefined {
  if (Object.is(first, second)) return undefined;
  if (!isObject(first) || !isObject(second) || Array.isArray(first) !== Array.isArray(second)) {
    return { field, first, second };
  }
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const found = firstDifference(first[key], second[key], field === '' ? key : `${field}.${key}`);
    if (found) return found;
  }
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
