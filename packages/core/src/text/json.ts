import { invalidArgument } from '../errors/invalid-argument.js';
import { SerError, type SerErrorCode } from '../errors/ser-error.js';

/** Nesting that JSON from outside may have by default, in levels. */
const MAX_DEPTH = 64;

/** Returns true for an object that is neither `null` nor a list: what JSON calls an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns JSON without spaces and with sorted keys, so that equal values have equal texts, as digests need. Properties
 * that are undefined are left out.
 *
 * @throws SerError `INVALID_ARGUMENT` for what JSON cannot say: NaN, infinite numbers, functions, typed arrays, maps,
 *   values that are nested deeper than 64 levels.
 * @example
 * canonicalJson({ b: [1, 2], a: undefined, B: 'x' }); // '{"B":"x","b":[1,2]}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw invalidArgument('value', value, `nested at most ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) return `[${value.map((part) => write(part ?? null, depth + 1)).join(',')}]`;
  if (isRecord(value) && Object.prototype.toString.call(value) === '[object Object]') {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${write(part, depth + 1)}`).join(',')}}`;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return JSON.stringify(value);
  throw invalidArgument('value', value, 'a value that JSON can represent');
}

/** Options of {@link parseJson}. */
export interface ParseJsonOptions {
  /** Name of the text in messages, such as the path of a file; `the text` by default. */
  readonly name?: string | undefined;
  /** Code of the errors; `INVALID_ARGUMENT` by default. */
  readonly code?: SerErrorCode | undefined;
  /** Levels that lists and objects may be nested; 64 by default. */
  readonly maxDepth?: number | undefined;
}

/**
 * Returns the value of a JSON text from outside.
 *
 * @throws SerError with `code` that names the text if it is not JSON, or nested deeper than `maxDepth`.
 * @example
 * parseJson('{"a": [1]}', { name: 'split.json', code: 'INVALID_CORPUS' }); // { a: [1] }
 */
export function parseJson(
  text: string,
  { name = 'the text', code = 'INVALID_ARGUMENT', maxDepth = MAX_DEPTH }: ParseJsonOptions = {},
): unknown {
  if (deeperThan(text, maxDepth)) throw new SerError(code, `${name} is nested deeper than ${maxDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SerError(code, `${name} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Returns true if brackets outside of strings are nested deeper than `limit`. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') inString = !inString;
    else if (inString) i += character === '\\' ? 1 : 0;
    else if (character === ']' || character === '}') depth--;
    else if ((character === '[' || character === '{') && ++depth > limit) return true;
  }
  return false;
}
