import { printable, SerError } from '@ser/core';
import { type TextStream, wrapText } from './output/terminal.js';

/** The lines after the first stand below its text. */
const INDENT = 'ser: '.length;

/** Options of {@link reportError}. */
export interface ReportErrorOptions {
  readonly stream?: TextStream | undefined;
  /** Prints one JSON object, for programs, instead of lines. */
  readonly json?: boolean | undefined;
  /** Prints the trace of an unexpected error. */
  readonly debug?: boolean | undefined;
}

/** Prints an error as one clear line and, where there is one, a hint. */
export function reportError(
  error: unknown,
  { stream = process.stderr, json = false, debug = false }: ReportErrorOptions = {},
): void {
  if (json) {
    const { code, message, hint } = error as Partial<SerError>;
    stream.write(
      `${JSON.stringify({ event: 'error', code: code ?? 'UNEXPECTED', message: message ?? String(error), hint })}\n`,
    );
    return;
  }
  if (error instanceof SerError) {
    const write = (text: string): unknown => stream.write(`${wrapText(text, stream.columns, INDENT)}\n`);
    write(`ser: ${printable(error.message)}`);
    if (error.hint) write(' '.repeat(INDENT) + printable(error.hint));
    return;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  stream.write(`ser: this is a bug: ${printable(message.split('\n')[0]!)}\n`);
  stream.write(debug ? `${stack ?? message}\n` : '     Run the command again with --debug and report the trace.\n');
}
