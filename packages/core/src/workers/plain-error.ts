import { SerError, type SerErrorCode } from '../errors/ser-error.js';

/** An error as a message to another thread carries it. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly code: SerErrorCode | undefined;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
  readonly cause: PlainError | undefined;
}

/** How many causes of causes are kept. */
const MAX_CAUSES = 8;

/** Takes an error, or anything that was thrown, apart for a message. */
export function plainError(error: unknown, causes: number = MAX_CAUSES): PlainError {
  if (!(error instanceof Error))
    return {
      name: 'Error',
      message: String(error),
      code: undefined,
      hint: undefined,
      stack: undefined,
      cause: undefined,
    };
  const { code, hint } = error instanceof SerError ? error : { code: undefined, hint: undefined };
  const cause = error.cause === undefined || causes === 0 ? undefined : plainError(error.cause, causes - 1);
  return { name: error.name, message: error.message, code, hint, stack: error.stack, cause };
}

/** Puts an error from a message together again: a `SerError` with code, hint and cause, or another `Error`. */
export function errorFrom({ name, message, code, hint, stack, cause: plainCause }: PlainError): Error {
  const cause = plainCause && errorFrom(plainCause);
  const error = code ? new SerError(code, message, { hint, cause }) : new Error(message, cause && { cause });
  if (!(error instanceof SerError)) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
