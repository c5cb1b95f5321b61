/** What went wrong, as a stable word that programs may switch on. */
export type SerErrorCode =
  /** An argument or option is outside what is allowed. */
  | 'INVALID_ARGUMENT'
  /** Audio that cannot be used: empty, not finite, truncated, damaged. */
  | 'INVALID_AUDIO'
  /** A recording in a format that cannot be decoded here. */
  | 'UNSUPPORTED_AUDIO'
  /** A file or folder that is not there. */
  | 'NOT_FOUND'
  /** A file or folder that is there but cannot be read or written. */
  | 'FILE_ACCESS'
  /** A corpus folder, label file or split that does not hold what it should. */
  | 'INVALID_CORPUS'
  /** A model folder or file that does not hold what it should. */
  | 'INVALID_MODEL'
  /** The platform lacks something that is needed (SIMD, a backend, workers). */
  | 'UNSUPPORTED_PLATFORM'
  /** The caller asked to stop. */
  | 'ABORTED';

/** Options of {@link SerError}. */
export interface SerErrorOptions {
  /** The error underneath, if there was one. */
  cause?: unknown;
  /** One sentence that says what to do about it. */
  hint?: string;
}

/**
 * The one error type that every package throws.
 *
 * `message` is one line naming what is wrong and the offending value; `hint`, where there is one, says what to do.
 */
export class SerError extends Error {
  override readonly name = 'SerError';
  readonly code: SerErrorCode;
  readonly hint: string | undefined;

  constructor(code: SerErrorCode, message: string, options: SerErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint;
  }
}

const show = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}(${(value as Uint8Array).length ?? value.byteLength})`;
  if (typeof value === 'object' && value !== null) {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  }
  return String(value);
};

/**
 * An `INVALID_ARGUMENT` error that names the argument, the value it had, and what is allowed.
 *
 * @example
 * throw invalidArgument('hopLength', 0, 'a positive integer');
 * // SerError: hopLength must be a positive integer, got 0
 */
export function invalidArgument(argument: string, value: unknown, allowed: string, hint?: string): SerError {
  return new SerError(
    'INVALID_ARGUMENT',
    `${argument} must be ${allowed}, got ${show(value)}`,
    hint === undefined ? {} : { hint },
  );
}
