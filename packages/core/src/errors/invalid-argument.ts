import { nearest } from './nearest.js';
import { printable } from './printable.js';
import { SerError } from './ser-error.js';

/** The longest value that a message quotes, in UTF-16 code units. */
const QUOTED = 80;

const cut = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED - 3)}...` : text);

/** Returns the text of a value for a message: short, on one line, without control characters. */
function show(value: unknown): string {
  if (typeof value === 'string') return printable(JSON.stringify(cut(value)));
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}(${(value as Uint8Array).length ?? value.byteLength})`;
  if (typeof value !== 'object' || value === null) return cut(String(value));
  try {
    return printable(cut(JSON.stringify(value) ?? String(value)));
  } catch {
    // It refers to itself, or is nested too deeply.
    return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  }
}

/**
 * Returns an `INVALID_ARGUMENT` error that names the argument, its value, and what is allowed.
 *
 * @param argument name of the argument.
 * @param value the value it had; long values are cut.
 * @param allowed what it must be, as the end of a sentence.
 * @param hint what to do; none by default.
 * @example
 * throw invalidArgument('hopLength', 0, 'a positive integer');
 * // SerError: hopLength must be a positive integer, got 0
 */
export function invalidArgument(argument: string, value: unknown, allowed: string, hint?: string): SerError {
  return new SerError('INVALID_ARGUMENT', `${argument} must be ${allowed}, got ${show(value)}`, { hint });
}

/**
 * Returns an `INVALID_ARGUMENT` error for a name that is not among the allowed ones. It lists them, and its hint names
 * the nearest one.
 *
 * @example
 * const error = unknownName('corpus', 'ravdes', ['emodb', 'ravdess']);
 * error.message; // corpus must be one of emodb, ravdess, got "ravdes"
 * error.hint; // Did you mean ravdess?
 */
export function unknownName(argument: string, value: unknown, allowed: readonly string[]): SerError {
  const meant = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return invalidArgument(argument, value, `one of ${allowed.join(', ')}`, meant && `Did you mean ${meant}?`);
}
