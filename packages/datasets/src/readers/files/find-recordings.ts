import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { readError } from '@ser/core/node';
import type { SkippedFile } from '../../corpus/corpus.js';
import { classifyFile } from './sound-files.js';
import { type FoundFile, walkFolder } from './walk-folder.js';

/** The files of a folder. */
export interface Found {
  /** Every file, recording or not. */
  readonly files: readonly FoundFile[];
  /** Recordings in a format that is read. */
  readonly recordings: FoundFile[];
  /** Recordings that are left out, each with the reason. */
  readonly unread: readonly SkippedFile[];
}

/** Beginning of a Git LFS pointer, which stands for a file that was not fetched. */
const POINTER = 'version https://git-lfs.github.com/spec/';
/** Pointers are shorter, as the specification of Git LFS says, in bytes. */
const LONGEST_POINTER = 1024;
const POINTER_REASON = 'a Git LFS pointer, not the recording';

async function isPointer(path: string): Promise<boolean> {
  const head = new Uint8Array(POINTER.length);
  try {
    const file = await open(path);
    try {
      await file.read(head, 0, head.length, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(error, 'file', path);
  }
  return new TextDecoder().decode(head) === POINTER;
}

/**
 * The recordings below a folder, at any depth.
 *
 * @throws SerError `NOT_FOUND` if there is no such folder; `FILE_ACCESS` if something in it cannot be read.
 */
export async function findRecordings(dir: string): Promise<Found> {
  const recordings: FoundFile[] = [];
  const unread: SkippedFile[] = [];
  const files = await walkFolder(dir, ({ path, to }) =>
    unread.push({
      path,
      reason: `a link to ${to === '' ? 'the whole folder' : `the folder ${to}`}, which is read there`,
    }),
  );
  for (const file of files) {
    const { path, bytes } = file;
    const kind = classifyFile(path, bytes);
    if (kind === 'other') continue;
    if (kind !== 'clip') unread.push({ path, reason: kind.skip });
    else if (bytes < LONGEST_POINTER && (await isPointer(join(dir, path))))
      unread.push({ path, reason: POINTER_REASON });
    else recordings.push(file);
  }
  return { files, recordings, unread };
}

/** The error for a folder in which all recordings are Git LFS pointers; `undefined` for others. */
export function onlyPointers(dir: string, { recordings, unread }: Found): SerError | undefined {
  const pointers = unread.filter(({ reason }) => reason === POINTER_REASON).length;
  if (recordings.length > 0 || pointers === 0) return undefined;
  return new SerError('INVALID_CORPUS', `the ${pointers} recordings in ${dir} are Git LFS pointers`, {
    hint: 'Fetch the recordings themselves with git lfs pull.',
  });
}
