import { SerError } from '@ser/core';
import type { TextStream } from './terminal.js';

/** Prints an error as one clear line and, where there is one, a hint. Errors that are ours to mend come with their trace. */
export function reportError(error: unknown, stream: TextStream = process.stderr): void {
  if (error instanceof SerError) {
    stream.write(`ser: ${error.message}\n`);
    if (error.hint) stream.write(`     ${error.hint}\n`);
    return;
  }
  stream.write('ser: unexpected error; please report it with the lines below\n');
  stream.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
