import { join } from 'node:path';
import { invalidArgument, type ProgressListener, SerError, startProgress, throwIfAborted } from '@ser/core';
import { CORPORA, type CorpusName } from '../catalog/catalog.js';
import { isClip, splitPath } from '../catalog/definition.js';
import type { SkippedFile } from '../corpus/corpus.js';
import { digestFile } from '../readers/files/digest-files.js';
import { findRecordings } from '../readers/files/find-recordings.js';
import { byPreference } from '../readers/files/sound-files.js';
import type { FoundFile } from '../readers/files/walk-folder.js';
import { digestPrefix, isVerifiable, officialDigests, VERIFIABLE_CORPORA } from './official-list.js';

/** Options of {@link verifyCorpus}. */
export interface VerifyOptions {
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The result of comparing a folder with the official files:
 *
 * - `official`: every clip is present and equal.
 * - `incomplete`: all present clips are equal, but some are missing.
 * - `altered`: some clips are equal, others differ.
 * - `not-official`: no clip is equal, as in a folder of converted copies.
 */
export type Verdict = 'official' | 'incomplete' | 'altered' | 'not-official';

/** A clip whose content differs from the official file. */
export interface AlteredFile {
  readonly path: string;
  /** The clip whose official content it has instead; undefined if it is that of no clip. */
  readonly holds?: string | undefined;
}

/** The result of {@link verifyCorpus}. Paths are relative to the folder; clips are named as in the corpus. */
export interface Verification {
  readonly corpus: CorpusName;
  readonly verdict: Verdict;
  /** Number of official files. */
  readonly known: number;
  /** Number of clips whose content equals the official file. */
  readonly official: number;
  /** Names of the clips without a file. */
  readonly missing: readonly string[];
  /** WAV files with the name of a clip and other content. */
  readonly altered: readonly AlteredFile[];
  /** Clips in another format than the official files, such as FLAC, whose content cannot be compared. */
  readonly converted: readonly string[];
  /** Other files of a clip that is present already. */
  readonly duplicated: readonly { readonly path: string; readonly of: string }[];
  /** Files with the name of a clip that has no official digest. */
  readonly unlisted: readonly string[];
  /** Sound files that are not clips of the corpus, with the reason. */
  readonly extra: readonly SkippedFile[];
}

/** Number of files that are hashed at the same time. */
const AT_ONCE = 8;

/**
 * Returns how a folder compares with the official files of a corpus, by SHA-256.
 *
 * Copies in another format are reported as `converted`: their content cannot be compared.
 *
 * @param name a corpus whose official files are known: `emodb`, `ravdess` or `tess`.
 * @throws SerError `INVALID_ARGUMENT` for another corpus, `NOT_FOUND` if there is no such folder, `INVALID_CORPUS` if it
 * holds no clip of the corpus, `FILE_ACCESS` if a file cannot be read; the reason of `signal`.
 * @example
 * const { verdict, missing, altered } = await verifyCorpus('ravdess', 'data/ravdess');
 */
export async function verifyCorpus(name: string, dir: string, options: VerifyOptions = {}): Promise<Verification> {
  if (!isVerifiable(name))
    throw invalidArgument('name', name, `a corpus whose official files are known: ${VERIFIABLE_CORPORA.join(', ')}`);
  const known = await officialDigests(name);
  const { clips, extra } = await sortFiles(name, dir);
  if (clips.size === 0)
    throw new SerError('INVALID_CORPUS', `no clips of ${name} in ${dir}`, {
      hint: `Its files have names such as ${CORPORA[name].example}.`,
    });
  const digests = await digestAll(dir, [...clips.values()].flat(), options);
  const clipOf = new Map([...known].map(([key, digest]) => [digest, key]));

  let official = 0;
  const altered: AlteredFile[] = [];
  const converted: string[] = [];
  const duplicated: { path: string; of: string }[] = [];
  const unlisted: string[] = [];
  for (const [key, files] of clips) {
    const expected = known.get(key);
    const isOfficial = ({ path }: FoundFile): boolean =>
      expected !== undefined && digestPrefix(digests.get(path)!) === expected;
    // Of several files of a clip the official one counts, in any folder.
    const first = files.find(isOfficial) ?? files[0]!;
    for (const { path } of files) if (path !== first.path) duplicated.push({ path, of: first.path });
    if (expected === undefined) unlisted.push(first.path);
    else if (isOfficial(first)) official++;
    else if (splitPath(first.path).extension !== 'wav') converted.push(first.path);
    else {
      const holds = clipOf.get(digestPrefix(digests.get(first.path)!));
      altered.push({ path: first.path, holds });
    }
  }
  const missing = [...known.keys()].filter((key) => !clips.has(key));
  const verdict: Verdict =
    official === 0
      ? 'not-official'
      : altered.length + converted.length > 0
        ? 'altered'
        : missing.length > 0
          ? 'incomplete'
          : 'official';
  return {
    corpus: name,
    verdict,
    known: known.size,
    official,
    missing,
    altered,
    converted,
    duplicated,
    unlisted,
    extra,
  };
}

/** Returns the sound files of a folder by the clip that they are named after, the one to read first, and all others. */
async function sortFiles(
  name: CorpusName,
  dir: string,
): Promise<{ clips: Map<string, FoundFile[]>; extra: SkippedFile[] }> {
  const clips = new Map<string, FoundFile[]>();
  const { recordings, unread } = await findRecordings(dir);
  const extra = [...unread];
  for (const file of recordings.sort(byPreference)) {
    const parsed = CORPORA[name].parse(file.path);
    if (isClip(parsed)) clips.set(parsed.key, [...(clips.get(parsed.key) ?? []), file]);
    else extra.push({ path: file.path, reason: parsed.skip });
  }
  return { clips, extra };
}

async function digestAll(
  dir: string,
  files: readonly FoundFile[],
  { onProgress, signal }: VerifyOptions,
): Promise<Map<string, string>> {
  const progress = startProgress('verify', files.length, onProgress);
  const digests = new Map<string, string>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      throwIfAborted(signal, 'the verification was stopped');
      const { path, bytes } = files[next++]!;
      digests.set(path, await digestFile(join(dir, path), bytes));
      progress.advance();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return digests;
}
