/** The kind of an error, as a stable word that programs may switch on. */
export type SerErrorCode =
  /** An argument or option is outside what is allowed. */
  | 'INVALID_ARGUMENT'
  /** Audio that cannot be used: empty, not finite, truncated, damaged. */
  | 'INVALID_AUDIO'
  /** A recording in a format that cannot be decoded here. */
  | 'UNSUPPORTED_AUDIO'
  /** A file or folder does not exist. */
  | 'NOT_FOUND'
  /** A file or folder exists but cannot be read or written. */
  | 'FILE_ACCESS'
  /** A corpus folder, label file or split that does not hold what it should. */
  | 'INVALID_CORPUS'
  /** A model folder or file that does not hold what it should. */
  | 'INVALID_MODEL'
  /** The platform lacks something that is needed (SIMD, a backend, workers). */
  | 'UNSUPPORTED_PLATFORM'
  /** The caller stopped the work. */
  | 'ABORTED';

/** Options of {@link SerError}. */
export interface SerErrorOptions {
  /** The error that led to this one; none by default. */
  readonly cause?: unknown;
  /** One sentence that says what to do; none by default. */
  readonly hint?: string | undefined;
}

/**
 * The error type that all packages throw.
 *
 * `message` is one line that names what is wrong and the offending value. `hint` says what to do, if that is known.
 *
 * @example
 * throw new SerError('NOT_FOUND', 'no such file: a.wav', { hint: 'Check the path.' });
 */
export class SerError extends Error {
  override readonly name = 'SerError';
  readonly code: SerErrorCode;
  readonly hint: string | undefined;

  constructor(code: SerErrorCode, message: string, { cause, hint }: SerErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
  }
}
