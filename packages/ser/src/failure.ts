import { SerError } from '@ser/core';
import type { TextStream } from './terminal.js';

/** Options of {@link reportError}. */
export interface ReportErrorOptions {
  readonly stream?: TextStream;
  /** Prints one JSON object, for programs, instead of lines. */
  readonly json?: boolean;
}

/** Prints an error as one clear line and, where there is one, a hint. Errors that are ours to mend come with their trace. */
export function reportError(error: unknown, { stream = process.stderr, json = false }: ReportErrorOptions = {}): void {
  if (json) {
    const { code, message, hint } = error as Partial<SerError>;
    stream.write(
      `${JSON.stringify({ event: 'error', code: code ?? 'UNEXPECTED', message: message ?? String(error), hint })}\n`,
    );
    return;
  }
  if (error instanceof SerError) {
    stream.write(`ser: ${error.message}\n`);
    if (error.hint) stream.write(`     ${error.hint}\n`);
    return;
  }
  stream.write('ser: unexpected error; please report it with the lines below\n');
  stream.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
