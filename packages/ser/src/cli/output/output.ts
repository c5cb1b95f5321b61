import type { ProgressEvent, ProgressListener } from '@ser/core';
import { progressPrinter, type TextStream } from './terminal.js';

/** The output of a command: for people, or with `--json` and `--json-lines` for programs. */
export interface Output {
  /** For the options of functions that report progress; empty with `--quiet`. */
  readonly watch: { readonly onProgress?: ProgressListener };
  /** Prints an intermediate result, e.g. the outcome of one of many runs. */
  note(text: string, data: object): void;
  /** Prints the result: `text` for people, `data` for programs. */
  result(text: string, data: object): void;
}

const inWholeMs = ({ elapsedMs, etaMs, ...event }: ProgressEvent): ProgressEvent => ({
  ...event,
  elapsedMs: Math.round(elapsedMs),
  etaMs: etaMs === undefined ? undefined : Math.round(etaMs),
});

/** The streams that {@link commandOutput} writes to; those of the process by default. */
export interface OutputStreams {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

/**
 * Returns the output of a command. People read the result on standard output and progress on standard error. Programs
 * (`--json-lines`) read both on standard output, one JSON object per line: `{"event":"progress",…}`, `{"event":"note",…}`, `{"event":"result",…}`;
 * with `--json` the result alone, as one JSON object.
 */
export function commandOutput(
  {
    quiet = false,
    json = false,
    jsonLines = false,
  }: {
    readonly quiet?: boolean | undefined;
    readonly json?: boolean | undefined;
    readonly jsonLines?: boolean | undefined;
  },
  { stdout, stderr }: OutputStreams = process,
): Output {
  const line = (event: string, data: object): void => {
    stdout.write(`${JSON.stringify({ event, ...data })}\n`);
  };
  if (jsonLines) {
    return {
      watch: quiet ? {} : { onProgress: (progress) => line('progress', inWholeMs(progress)) },
      note: (_, data) => line('note', data),
      result: (_, data) => line('result', data),
    };
  }
  const progress = progressPrinter(stderr);
  const say = (stream: TextStream, text: string): void => {
    progress.end();
    stream.write(`${text}\n`);
  };
  return {
    watch: quiet ? {} : { onProgress: progress.listener },
    note: (text) => {
      if (!quiet) say(stderr, text);
    },
    result: (text, data) => say(stdout, json ? JSON.stringify(data) : text),
  };
}
