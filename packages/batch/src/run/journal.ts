import { closeSync, createReadStream, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isRecord, printable, SerError } from '@ser/core';
import { readError, writeError, writeFiles } from '@ser/core/node';
import type { Outcome } from '../contract.js';
import { isOutcome } from '../score/outcome.js';

const FORMAT = 1;

/** What the outcomes of a journal belong to. */
export interface JournalHead {
  /** Stands for the batch. */
  readonly batch: string;
  /** Digest of the model. */
  readonly model: string;
}

/** The outcomes of a batch that is not finished, in a file of JSON lines. */
export interface Journal {
  readonly head: JournalHead;
  /** The outcomes of an earlier process, by the keys of their clips. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Adds an outcome. It survives the end of this process when this returns. */
  add(key: string, file: string, outcome: Outcome): void;
  /** Keeps what was added through a crash of the machine, and closes the file. */
  close(): void;
}

/** Returns the journal of a file of results. */
export const journalFile = (out: string): string => `${out}.journal`;

/**
 * Begins a journal.
 *
 * @throws SerError `FILE_ACCESS` if it cannot be written.
 */
export async function beginJournal(file: string, head: JournalHead): Promise<Journal> {
  await writeFiles(dirname(file), { [basename(file)]: `${JSON.stringify({ format: FORMAT, ...head })}\n` });
  return opened(file, head, new Map());
}

/**
 * Reads a journal, to continue it. A line that was cut short, as by a crash, counts as not there.
 *
 * @throws SerError `NOT_FOUND` or `FILE_ACCESS`.
 */
export async function continueJournal(file: string): Promise<Journal> {
  const outcomes = new Map<string, Outcome>();
  let head: JournalHead | undefined;
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      const entry = parseLine(line);
      if (head === undefined) head = headOf(entry);
      else if (isRecord(entry) && typeof entry.key === 'string' && isOutcome(entry.outcome))
        outcomes.set(entry.key, entry.outcome);
      if (head === undefined) break;
    }
    if (head === undefined)
      throw new SerError('FILE_ACCESS', `${printable(file)} is not the journal of a batch`, {
        hint: 'Delete it to start again.',
      });
    await endLine(file);
  } catch (error) {
    throw readError(error, 'file', file);
  }
  return opened(file, head, outcomes);
}

/** Removes a journal. */
export const removeJournal = (file: string): Promise<void> => rm(file, { force: true });

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function headOf(entry: unknown): JournalHead | undefined {
  if (!isRecord(entry) || entry.format !== FORMAT) return undefined;
  const { batch, model } = entry;
  if (typeof batch !== 'string' || typeof model !== 'string' || !/^[\w-]+$/.test(batch)) return undefined;
  return { batch, model };
}

/** Ends a last line that was cut short, so that the next one is whole. */
async function endLine(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const last = new Uint8Array(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    if (last[0] !== 10) await handle.write('\n', size);
  } finally {
    await handle.close();
  }
}

function opened(file: string, head: JournalHead, outcomes: ReadonlyMap<string, Outcome>): Journal {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw writeError(error, 'file', file);
    }
  };
  const descriptor = attempt(() => openSync(file, 'a'));
  return {
    head,
    outcomes,
    add(key, name, outcome) {
      attempt(() => writeSync(descriptor, `${JSON.stringify({ key, file: name, outcome })}\n`));
    },
    close() {
      try {
        attempt(() => fdatasyncSync(descriptor));
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
