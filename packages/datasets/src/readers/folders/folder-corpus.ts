import { invalidArgument, SerError } from '@ser/core';
import { splitPath } from '../../catalog/definition.js';
import { byCodeUnits, type Corpus, type SkippedFile, type Utterance } from '../../corpus/corpus.js';
import { type EmotionMapping, emotionReader } from '../../labels/emotion-words.js';
import { type CustomCorpusOptions, customCard, findDuplicates } from '../files/custom-corpus.js';
import { fileCorpus } from '../files/file-corpus.js';
import { findRecordings, onlyPointers } from '../files/find-recordings.js';
import { byPreference, READ_FORMATS, recordingOf } from '../files/sound-files.js';
import type { FoundFile } from '../files/walk-folder.js';

/** Options of {@link folderCorpus}. */
export interface FolderCorpusOptions extends CustomCorpusOptions {
  /** Meanings of folder names that are not words for emotions; `null` leaves a folder out. */
  readonly labels?: EmotionMapping | undefined;
  /**
   * Finds the speaker in a file's path (relative, `/` between folders): an expression whose first group is the speaker.
   * Without it the speaker of all files is `unknown`, and no speaker-independent protocol fits.
   */
  readonly speaker?: RegExp | undefined;
}

/** Of files that hold one recording in several formats, the one to read; the others with the reason. */
function onePerRecording(files: readonly FoundFile[]): { chosen: FoundFile[]; copies: SkippedFile[] } {
  const first = new Map<string, FoundFile>();
  const copies: SkippedFile[] = [];
  for (const file of [...files].sort(byPreference)) {
    const recording = recordingOf(file.path);
    const chosen = first.get(recording);
    const format = splitPath(file.path).extension;
    // The same name in the same format is another recording, in a folder that happens to be named after a format.
    if (chosen === undefined) first.set(recording, file);
    else if (splitPath(chosen.path).extension !== format)
      copies.push({ path: file.path, reason: `the same recording as ${chosen.path}, in another format` });
    else first.set(file.path, file);
  }
  return { chosen: [...first.values()].sort((a, b) => byCodeUnits(a.path, b.path)), copies };
}

/**
 * Returns a corpus of your own recordings from a folder with one folder for each emotion: `angry/1.wav`, `happy/2.flac`, and so on, at any
 * depth; of several folders in a path the innermost that names an emotion counts. WAV, FLAC, AIFF, MP3, Ogg and Opus
 * files are read.
 *
 * Of the same recording in several formats, side by side or in folders named after the formats (`wav/angry/1.wav`,
 * `mp3/angry/1.mp3`), a lossless one is read, and the others are listed in `skipped`. Files with the same content all stay, are listed in `duplicates`, and stay on the same side of every split.
 *
 * @throws SerError `NOT_FOUND` if there is no such folder; `INVALID_CORPUS` if it has no clips, if a folder's name is
 * no known emotion, or if `speaker` does not match a path.
 *
 * @example
 * const corpus = await folderCorpus('recordings', { labels: { frustrated: 'angry', noise: null }, speaker: /(\w+)_\d+\.wav$/ });
 */
export async function folderCorpus(dir: string, options: FolderCorpusOptions = {}): Promise<Corpus> {
  if (typeof dir !== 'string' || dir === '') throw invalidArgument('dir', dir, 'the path of a folder');
  const card = customCard(options, dir);
  const emotionOf = emotionReader(options.labels);
  const expression = options.speaker && new RegExp(options.speaker.source, options.speaker.flags.replace(/[gy]/g, ''));
  const kept: FoundFile[] = [];
  const utterances: Utterance[] = [];
  const unknown = new Map<string, number>();
  const found = await findRecordings(dir);
  const pointers = onlyPointers(dir, found);
  if (pointers) throw pointers;
  const { chosen, copies } = onePerRecording(found.recordings);
  const skipped: SkippedFile[] = [...found.unread, ...copies];
  for (const file of chosen) {
    const { path } = file;
    const { folders } = splitPath(path);
    const label = folders.reverse().find((folder) => emotionOf(folder) !== undefined);
    const emotion = label === undefined ? undefined : emotionOf(label);
    if (label === undefined || emotion === undefined) {
      const [folder] = folders;
      if (folder === undefined) skipped.push({ path, reason: 'not in a folder of an emotion' });
      else unknown.set(folder, (unknown.get(folder) ?? 0) + 1);
    } else if (emotion === null) skipped.push({ path, reason: `folder ${label} is left out` });
    else {
      const speaker = expression ? expression.exec(path)?.[1] : 'unknown';
      if (speaker === undefined)
        throw new SerError('INVALID_CORPUS', `no speaker found in ${path} by ${String(options.speaker)}`);
      kept.push(file);
      utterances.push({
        id: `${card.name}/${path}`,
        path,
        corpus: card.name,
        speaker,
        emotion,
        label,
        language: card.language,
      });
    }
  }
  const [strange] = unknown;
  if (strange)
    throw new SerError(
      'INVALID_CORPUS',
      `no emotion is known for folder ${strange[0]} (${strange[1]} clips) in ${dir}`,
      {
        hint: `Say what it means, e.g. labels: { ${JSON.stringify(strange[0])}: 'angry' }, or null to leave it out.`,
      },
    );
  if (utterances.length === 0)
    throw new SerError('INVALID_CORPUS', `no ${READ_FORMATS} files in folders named for emotions in ${dir}`);
  utterances.sort((a, b) => byCodeUnits(a.id, b.id));
  const duplicates = await findDuplicates(dir, kept);
  return fileCorpus({ card, root: dir, utterances, duplicates, skipped, mono: 'mean' });
}
