import { availableThreads, runJobs, throwIfAborted } from '@ser/core';
import type { Extraction, Outcome } from '../extraction.js';
import type { FileCuts } from '../plan.js';
import { createCutExtractor, type ExtractedCuts } from './extract-cuts.js';

/** How files are extracted on a platform that reads files. */
export type ExtractFiles = (
  files: readonly FileCuts[],
  extraction: Extraction,
  options: ExtractFilesOptions,
) => Promise<void>;

/** Options of {@link ExtractFiles}. */
export interface ExtractFilesOptions {
  /** Name of the corpus, for the file of the cache. */
  readonly name: string;
  readonly cache: string | undefined;
  readonly threads: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Message of an abort without a reason. */
  readonly stopped: string;
  /** Receives the outcome of each cut, by the numbers of its file and of the cut in it, in any order. */
  readonly onOutcome: (file: number, cut: number, outcome: Outcome) => void;
}

/** Fewer files than this a thread are not worth starting a worker for. */
const FILES_PER_WORKER = 16;
/** Files that a worker holds at a time, so that it never waits. */
const AHEAD = 2;

/** Options of {@link extractAll}. */
export interface ExtractAllOptions extends Pick<ExtractFilesOptions, 'threads' | 'signal' | 'stopped'> {
  /** Receives what each file gave, by its number, in any order. */
  readonly onFile: (index: number, extracted: ExtractedCuts) => void;
}

/** Extracts files, in workers if there are many. */
export async function extractAll(
  files: readonly FileCuts[],
  extraction: Extraction,
  { threads = availableThreads(), signal, stopped, onFile }: ExtractAllOptions,
): Promise<void> {
  // An open encoder belongs to this thread.
  const most = typeof extraction.encoder === 'object' ? 1 : threads;
  const workers = Math.min(most, Math.floor(files.length / FILES_PER_WORKER));
  if (workers >= 2)
    return runJobs(files, {
      worker: new URL('./extraction-worker.js', import.meta.url),
      setup: extraction,
      threads: workers,
      ahead: AHEAD,
      signal,
      stopped,
      onResult: (extracted: ExtractedCuts, index) => onFile(index, extracted),
    });
  const extractCuts = await createCutExtractor(extraction);
  for (const [index, file] of files.entries()) {
    // Lets timers and signals through: reading and extracting do not wait for anything.
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(signal, stopped);
    onFile(index, await extractCuts(file));
  }
}
