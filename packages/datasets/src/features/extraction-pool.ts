import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { SerError, type SerErrorCode } from '@ser/core';
import { createCutExtractor, type ExtractedCuts } from './extract-cuts.js';
import type { Extraction } from './extraction.js';
import type { FileCuts } from './file-cuts.js';

/** A file for a worker, and its number. */
export interface WorkerJob {
  readonly index: number;
  readonly file: FileCuts;
}

interface WorkerFailure {
  readonly index: number;
  readonly code?: SerErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What a worker says about a file: its features, or what is wrong with it. */
export type WorkerAnswer = (ExtractedCuts & { readonly index: number }) | WorkerFailure;

/** Fewer files than this a thread are not worth starting a worker for. */
const FILES_PER_WORKER = 16;
/** Files that a worker has before it at a time, so that it never waits. */
const AHEAD = 2;

/** Options of {@link extractFiles}. */
export interface ExtractFilesOptions {
  /** Most threads; all cores by default. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Receives each file's features as they come, in any order. */
  readonly onFile: (file: FileCuts, extracted: ExtractedCuts) => void;
}

/**
 * Extracts the features of files, in workers where there are many.
 *
 * @throws SerError of the first utterance that cannot be used; `ABORTED` through `signal`.
 */
export async function extractFiles(
  files: readonly FileCuts[],
  extraction: Extraction,
  { threads = availableParallelism(), signal, onFile }: ExtractFilesOptions,
): Promise<void> {
  const workers = Math.min(threads, Math.floor(files.length / FILES_PER_WORKER));
  if (workers >= 2) return extractInWorkers(files, extraction, workers, onFile, signal);
  const extractCuts = createCutExtractor(extraction);
  for (const file of files) {
    // Lets timers and signals through: reading and extracting do not wait for anything.
    await setImmediate();
    if (signal?.aborted) throw aborted();
    onFile(file, await extractCuts(file));
  }
}

function extractInWorkers(
  files: readonly FileCuts[],
  extraction: Extraction,
  count: number,
  onFile: ExtractFilesOptions['onFile'],
  signal: AbortSignal | undefined,
): Promise<void> {
  const script = createRequire(import.meta.url).resolve('#extraction-worker');
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: extraction }));
  let next = 0;
  let left = files.length;
  return new Promise<void>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(aborted()), { once: true });
    if (signal?.aborted) reject(aborted());
    for (const worker of workers) {
      const ask = (): void => {
        const index = next++;
        const file = files[index];
        if (file) worker.postMessage({ index, file } satisfies WorkerJob);
      };
      worker.on('error', reject);
      worker.on('message', (answer: WorkerAnswer) => {
        const file = files[answer.index]!;
        if (!('features' in answer)) {
          reject(failure(answer));
          return;
        }
        try {
          onFile(file, answer);
        } catch (error) {
          reject(error);
          return;
        }
        left -= 1;
        if (left === 0) resolve();
        else ask();
      });
      for (let i = 0; i < AHEAD; i++) ask();
    }
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}

const failure = ({ code, message, hint }: WorkerFailure): Error =>
  code === undefined ? new Error(message) : new SerError(code, message, hint === undefined ? {} : { hint });

const aborted = (): SerError => new SerError('ABORTED', 'feature extraction was stopped');
