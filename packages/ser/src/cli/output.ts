import type { ProgressEvent, ProgressListener } from '@ser/core';
import { progressPrinter, type TextStream } from './terminal.js';

/** How a command reports: to people, or with `--json-lines` to programs. */
export interface Output {
  /** For the options of functions that report progress; empty with `--quiet`. */
  readonly watch: { readonly onProgress?: ProgressListener };
  /** Something worth knowing on the way, e.g. the outcome of one of many runs. */
  note(text: string, data: object): void;
  /** The outcome: `text` for people, `data` for programs. */
  result(text: string, data: object): void;
}

const inWholeMs = ({ elapsedMs, etaMs, ...event }: ProgressEvent): ProgressEvent => ({
  ...event,
  elapsedMs: Math.round(elapsedMs),
  etaMs: etaMs === undefined ? undefined : Math.round(etaMs),
});

/** What {@link commandOutput} writes to; a test's collectors, or by default the process' own. */
export interface OutputStreams {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

/**
 * People read the outcome on standard output and progress on standard error. Programs (`--json-lines`) read both on
 * standard output, one JSON object a line: `{"event":"progress",…}`, `{"event":"note",…}`, `{"event":"result",…}`.
 */
export function commandOutput(
  {
    quiet = false,
    jsonLines = false,
  }: { readonly quiet?: boolean | undefined; readonly jsonLines?: boolean | undefined },
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
    result: (text) => say(stdout, text),
  };
}
