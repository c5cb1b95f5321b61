import { SerError } from '@ser/core';

/** An error with the name of the file that it is about before its message. */
export function aboutFile(file: string, error: unknown): unknown {
  if (!(error instanceof SerError)) return error;
  return new SerError(error.code, `${file}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
