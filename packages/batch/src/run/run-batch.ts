import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type ProgressListener, printable, SerError, startProgress, throwIfAborted } from '@ser/core';
import { lockFolder } from '@ser/core/node';
import type { BatchEngine, Clip, ClipList, Outcome } from '../contract.js';
import { checkOut, failedFile, writeResults } from '../results/write-results.js';
import { beginJournal, continueJournal, type Journal, journalFile, removeJournal } from './journal.js';

/** Options of {@link runBatch}. */
export interface BatchOptions {
  /** File of the results: `.parquet`, `.csv` or `.jsonl`. It is replaced when the batch is finished. */
  readonly out: string;
  /** True continues a batch that was stopped; its outcomes are in `<out>.journal`. Default false: such a journal is refused. */
  readonly resume?: boolean | undefined;
  /** Begins no more clips when it is aborted; those at work are finished and kept for `resume`. */
  readonly signal?: AbortSignal | undefined;
  /** Receives progress: the clips that are done, clips per second (`clipsPerSecond`), failed clips (`failed`), time left. */
  readonly onProgress?: ProgressListener | undefined;
  /** Receives what a user should know, e.g. that there is nothing to resume. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** The outcome of a batch. */
export interface BatchSummary {
  readonly clips: number;
  /** Clips without an answer; they are listed in `failedFile`. */
  readonly failed: number;
  /** Clips whose outcome is from an earlier process. */
  readonly resumed: number;
  readonly out: string;
  /** The list of failed clips; undefined if none failed. */
  readonly failedFile: string | undefined;
  /** Clips per second of this process. */
  readonly clipsPerSecond: number;
}

const NOTHING = (): void => {};

/** Opens the journal: a new one, or that of the batch that is resumed. */
async function openJournal(
  engine: BatchEngine,
  { out, resume = false, onNote = NOTHING }: BatchOptions,
): Promise<Journal> {
  const file = journalFile(out);
  const interrupted = existsSync(file);
  if (interrupted && !resume)
    throw new SerError('FILE_ACCESS', `${printable(file)} holds a batch that was stopped`, {
      hint: 'Add --resume to continue it, or delete the file to start again.',
    });
  if (!interrupted) {
    if (resume) onNote(`there is nothing to resume: no ${file}. The batch starts from the beginning`);
    return beginJournal(file, { batch: randomUUID(), model: engine.model.digest });
  }
  const journal = await continueJournal(file);
  if (journal.head.model === engine.model.digest) return journal;
  journal.close();
  throw new SerError('INVALID_ARGUMENT', `${printable(file)} was started with another model`, {
    hint: 'Name the model it was started with, or delete the file to start again.',
  });
}

/** Scores the clips that have no outcome yet, and returns the outcomes of all by their keys. */
async function scoreRest(
  { root, clips }: ClipList,
  engine: BatchEngine,
  journal: Journal,
  { signal, onProgress, onNote = NOTHING }: BatchOptions,
): Promise<{ outcomes: Map<string, Outcome>; resumed: number; clipsPerSecond: number }> {
  const outcomes = new Map<string, Outcome>();
  for (const { key } of clips) {
    const outcome = journal.outcomes.get(key);
    if (outcome) outcomes.set(key, outcome);
  }
  const resumed = outcomes.size;
  let failed = [...outcomes.values()].filter((outcome) => 'failure' in outcome).length;
  const rest = clips.filter(({ key }) => !outcomes.has(key));
  const wanted = new Set(rest.map(({ key }) => key));
  const start = performance.now();
  const pace = (): number => (outcomes.size - resumed) / Math.max(1e-3, (performance.now() - start) / 1000);
  const progress = startProgress('clips', clips.length, onProgress);
  if (resumed > 0) progress.advance({ units: resumed, restored: resumed, metrics: { failed } });
  const onOutcome = ({ key, file }: Clip, outcome: Outcome): void => {
    if (!wanted.delete(key)) return;
    journal.add(key, file, outcome);
    outcomes.set(key, outcome);
    if ('failure' in outcome) failed++;
    progress.advance({ metrics: { clipsPerSecond: Number(pace().toFixed(1)), failed } });
  };
  if (rest.length > 0) await engine.scoreAll(rest, { root, batch: journal.head.batch, signal, onOutcome, onNote });
  throwIfAborted(signal, `the batch was stopped: ${outcomes.size} of ${clips.length} clips are done`);
  return { outcomes, resumed, clipsPerSecond: pace() };
}

/**
 * Scores the recordings of a batch and writes one table of results, in the order of the recordings. Each clip is in it
 * once: as one row, as a row for each spoken segment if it is longer than 30 s, or as a row with its error. The errors
 * are also listed in `<out without extension>.failed.csv`, and do not stop the rest.
 *
 * What is done is kept in `<out>.journal` until the results are written, so that a batch that was stopped, or whose
 * process was killed, can be resumed.
 *
 * @param clips see `findClips`.
 * @param engine see `localEngine` and, in `@ser/batch/queue`, `queueEngine`.
 * @throws SerError `INVALID_ARGUMENT` for another extension of `out` or a journal of another model; `FILE_ACCESS` if
 *   there is a journal without `resume`, if another process writes the same results, or where files cannot be written;
 *   `ABORTED` after a stop.
 * @example
 * const { failed } = await runBatch(await findClips(['recordings']), localEngine(scorer), { out: 'results.parquet' });
 */
export async function runBatch(clips: ClipList, engine: BatchEngine, options: BatchOptions): Promise<BatchSummary> {
  const { out } = options;
  checkOut(out);
  const lock = await lockFolder(`${out}.lock`);
  try {
    const journal = await openJournal(engine, options);
    const { outcomes, ...figures } = await scoreRest(clips, engine, journal, options).finally(() => journal.close());
    const results = clips.clips.map((clip) => ({ clip, outcome: outcomes.get(clip.key)! }));
    await writeResults(out, engine.model.labels, results);
    await removeJournal(journalFile(out));
    const failed = results.filter(({ outcome }) => 'failure' in outcome).length;
    return { ...figures, clips: results.length, failed, out, failedFile: failed > 0 ? failedFile(out) : undefined };
  } finally {
    lock.release();
  }
}
