import { join } from 'node:path';
import { readAudio } from '@ser/audio/node';
import { invalidArgument, SerError, unknownName } from '@ser/core';
import { CORPORA, CORPUS_NAMES, type CorpusName, isCorpusName } from '../../catalog/catalog.js';
import { type CorpusDefinition, isClip } from '../../catalog/definition.js';
import { SOURCES } from '../../catalog/sources.js';
import type { Corpus, SkippedFile } from '../../corpus/corpus.js';
import { digestEqualSizes } from '../files/digest-files.js';
import { fileCorpus } from '../files/file-corpus.js';
import { findRecordings, onlyPointers } from '../files/find-recordings.js';
import { READ_FORMATS } from '../files/sound-files.js';
import type { FoundFile } from '../files/walk-folder.js';
import { type ClipList, listClips, recognizeCorpus } from './list-clips.js';
import { readLabelFiles } from './read-label-files.js';

/** Returns the error for a folder without clips. */
function nothingFound(
  definition: CorpusDefinition,
  dir: string,
  files: readonly FoundFile[],
  list: ClipList,
): SerError {
  const { name } = definition.card;
  const hint = `The folder of ${name} holds files such as ${definition.example}.`;
  if (files.length === 0) return new SerError('INVALID_CORPUS', `no ${READ_FORMATS} files in ${dir}`, { hint });
  const others = Object.values(CORPORA).filter((other) => other !== definition);
  const other =
    list.knownSkipped > 0
      ? undefined
      : recognizeCorpus(
          others,
          files.map(({ path }) => path),
        );
  if (other)
    return new SerError('INVALID_CORPUS', `${dir} holds the corpus ${other.card.name}, not ${name}`, {
      hint: `Load it as ${other.card.name}, or give the folder of ${name}.`,
    });
  const first = list.skipped[0];
  const example = first ? `, e.g. ${first.path}: ${first.reason}` : '';
  return new SerError('INVALID_CORPUS', `none of ${files.length} recordings in ${dir} is a clip of ${name}${example}`, {
    hint,
  });
}

/** Adds a hint to the error about a folder. */
function missingFolder(error: SerError, name: CorpusName): SerError {
  const download = SOURCES[name] ? `, or download it: ser data download --corpus ${name}` : '';
  return new SerError(error.code, error.message, {
    cause: error,
    hint: `Give the folder of ${name}, on the command line with --data${download}.`,
  });
}

/** Sorts out the clips that were published damaged, as far as they are; others show it when they are read. */
async function tryDoubtful(
  definition: CorpusDefinition,
  dir: string,
  files: readonly FoundFile[],
): Promise<{ recordings: FoundFile[]; damaged: SkippedFile[] }> {
  const doubtful = new Set(definition.doubtful);
  const recordings: FoundFile[] = [];
  const damaged: SkippedFile[] = [];
  for (const file of files) {
    const parsed = doubtful.size === 0 ? undefined : definition.parse(file.path);
    if (parsed && isClip(parsed) && doubtful.has(parsed.key))
      try {
        await readAudio(join(dir, file.path));
      } catch (error) {
        if (!(error instanceof SerError)) throw error;
        damaged.push({ path: file.path, reason: 'published damaged, cannot be decoded' });
        continue;
      }
    recordings.push(file);
  }
  return { recordings, damaged };
}

/**
 * Returns a corpus from a folder in its official layout.
 *
 * Clips are WAV, FLAC, AIFF, MP3, Ogg or Opus files at any depth below `dir`. Of a clip in several formats a lossless
 * file is read. Further copies of a clip (downloads of RAVDESS and TESS often hold every file twice) are dropped by
 * content and listed in `duplicates`; recordings that do not belong to the corpus, lossy copies and what cannot be read
 * are listed in `skipped` with the reason.
 *
 * @param name one of {@link CORPUS_NAMES}, e.g. `emodb`.
 * @param dir the corpus folder.
 * @throws SerError `INVALID_ARGUMENT` for an unknown name; `NOT_FOUND` if there is no such folder; `INVALID_CORPUS` if
 * it holds no clip, another corpus, or a damaged label file.
 *
 * @example
 * const corpus = await loadCorpus('emodb', 'data/emodb');
 * corpus.utterances.length; // 535
 * const audio = await corpus.read(corpus.utterances[0]);
 */
export async function loadCorpus(name: CorpusName, dir: string): Promise<Corpus> {
  if (!isCorpusName(name)) throw unknownName('corpus', name, CORPUS_NAMES);
  if (typeof dir !== 'string' || dir === '') throw invalidArgument('dir', dir, 'the path of a folder');
  const definition: CorpusDefinition = CORPORA[name];
  const found = await findRecordings(dir).catch((error) => {
    throw error instanceof SerError && error.code === 'NOT_FOUND' ? missingFolder(error, name) : error;
  });
  const pointers = onlyPointers(dir, found);
  if (pointers) throw pointers;
  const { recordings, damaged } = await tryDoubtful(definition, dir, found.recordings);
  const digests = await digestEqualSizes(dir, recordings);
  const listed = recordings.map(({ path }) => {
    const sha256 = digests.get(path);
    return sha256 === undefined ? { path } : { path, sha256 };
  });
  const list = listClips(definition, listed, await readLabelFiles(dir, definition, found.files));
  if (list.utterances.length === 0) throw nothingFound(definition, dir, recordings, list);

  return fileCorpus({
    card: definition.card,
    root: dir,
    utterances: list.utterances,
    duplicates: list.duplicates,
    skipped: [...found.unread, ...damaged, ...list.skipped],
    mono: definition.mono ?? 'mean',
  });
}
