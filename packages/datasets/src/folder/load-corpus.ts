import { invalidArgument, SerError } from '@ser/core';
import { CORPORA, CORPUS_NAMES, type CorpusName, isCorpusName } from '../corpora/corpora.js';
import type { Corpus, SkippedFile } from '../corpus.js';
import type { CorpusDefinition } from '../definition.js';
import { type ClipList, listClips, recogniseCorpus } from '../list-clips.js';
import { READ_FORMATS } from '../sound-files.js';
import { digestEqualSizes } from './digest-files.js';
import { fileCorpus } from './file-corpus.js';
import { findRecordings, onlyPointers } from './find-recordings.js';
import { readLabelFiles } from './read-label-files.js';
import type { FoundFile } from './walk-folder.js';

/** Why a folder gave no clip at all. */
function nothingFound(
  definition: CorpusDefinition,
  dir: string,
  files: readonly FoundFile[],
  list: ClipList,
): SerError {
  const { name } = definition.card;
  const hint = `The folder of ${name} holds files such as ${definition.example}.`;
  if (files.length === 0) return new SerError('INVALID_CORPUS', `no WAV or FLAC files in ${dir}`, { hint });
  const others = Object.values(CORPORA).filter((other) => other !== definition);
  const other =
    list.knownSkipped > 0
      ? undefined
      : recogniseCorpus(
          others,
          files.map(({ path }) => path),
        );
  if (other)
    return new SerError('INVALID_CORPUS', `${dir} holds the corpus ${other.card.name}, not ${name}`, {
      hint: `Load it as ${other.card.name}, or give the folder of ${name}.`,
    });
  const first = list.skipped[0];
  const example = first ? `, e.g. ${first.path}: ${first.reason}` : '';
  return new SerError(
    'INVALID_CORPUS',
    `none of ${files.length} WAV and FLAC files in ${dir} is a clip of ${name}${example}`,
    {
      hint,
    },
  );
}

/**
 * Reads the folder of a corpus in its official layout.
 *
 * Clips are WAV or FLAC files at any depth below `dir`. Further copies of a clip (downloads of RAVDESS and TESS often
 * hold every file twice) are dropped by content and listed in `duplicates`; recordings that do not belong to the
 * corpus are listed in `skipped` with the reason.
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
  if (!isCorpusName(name)) throw invalidArgument('corpus', name, `one of ${CORPUS_NAMES.join(', ')}`);
  if (typeof dir !== 'string' || dir === '') throw invalidArgument('dir', dir, 'the path of a folder');
  const definition: CorpusDefinition = CORPORA[name];
  const found = await walkFolder(dir);
  const clips: FoundFile[] = [];
  const unread: SkippedFile[] = [];
  for (const file of found) {
    const kind = classifyFile(file.path, file.bytes);
    if (kind === 'clip') clips.push(file);
    else if (kind !== 'other') unread.push({ path: file.path, reason: kind.skip });
  }
  const digests = await digestEqualSizes(dir, clips);
  const listed = clips.map(({ path }) => {
    const sha256 = digests.get(path);
    return sha256 === undefined ? { path } : { path, sha256 };
  });
  const list = listClips(definition, listed, await readLabelFiles(dir, definition, found));
  if (list.utterances.length === 0) throw nothingFound(definition, dir, clips, list);

  return fileCorpus({
    card: definition.card,
    root: dir,
    utterances: list.utterances,
    duplicates: list.duplicates,
    skipped: [...unread, ...list.skipped],
    mono: definition.mono ?? 'mean',
  });
}
