import { EMOTIONS, type Emotion, invalidArgument, SerError, unknownName } from '@ser/core';
import { personOf } from './collection.js';
import {
  type Corpus,
  type Duplicate,
  emotionsOf,
  fromFiles,
  locator,
  type SkippedFile,
  type Utterance,
} from './corpus.js';
import { selectEmotions } from './select.js';

/** The emotions that are kept by default, if all of the corpora have them. */
const COMPARED: readonly Emotion[] = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad'];

/** Options of {@link combineCorpora}. */
export interface CombineOptions {
  /**
   * Emotions to keep, each of at least one corpus. By default those of angry, disgusted, fearful, happy, neutral and sad that
   * every corpus has.
   */
  readonly emotions?: readonly Emotion[] | undefined;
}

interface Original {
  readonly corpus: Corpus;
  readonly utterance: Utterance;
}

/**
 * Returns several corpora as one, with the emotions that they share or those asked for, for the protocol `cross-corpus` or for training on
 * all of them.
 *
 * Utterances keep their ids and corpus names. Speakers get the name of their collection in front (`emodb/03`;
 * `ravdess/03` in both `ravdess` and `ravdess-song`, which is the same person), paths that of their corpus.
 *
 * @param corpora two or more corpora with different names.
 * @throws SerError `INVALID_ARGUMENT` for fewer than two corpora, equal names, and an emotion that none of them has;
 * `INVALID_CORPUS` if they share fewer than two emotions.
 */
export function combineCorpora(corpora: readonly Corpus[], options: CombineOptions = {}): Corpus {
  const names = corpora.map(({ name }) => name);
  if (corpora.length < 2 || new Set(names).size < names.length)
    throw invalidArgument('corpora', names, 'two or more corpora with different names');
  const common = COMPARED.filter((emotion) => corpora.every(({ emotions }) => emotions.includes(emotion)));
  const emotions = options.emotions ?? common;
  if (emotions.length < 2)
    throw new SerError('INVALID_CORPUS', `${names.join(', ')} share fewer than two emotions`, {
      hint: `Emotions are compared by their names in the shared vocabulary: ${EMOTIONS.join(', ')}.`,
    });
  const known = new Set(corpora.flatMap((corpus) => corpus.emotions));
  for (const emotion of emotions) if (!known.has(emotion)) throw unknownName('emotions', emotion, [...known]);
  const parts = corpora.map((corpus) =>
    selectEmotions(
      corpus,
      emotions.filter((emotion) => corpus.emotions.includes(emotion)),
    ),
  );
  const original = new Map<string, Original>();
  const utterances: Utterance[] = [];
  const duplicates: Duplicate[] = [];
  const skipped: SkippedFile[] = [];
  for (const corpus of parts) {
    const below = (path: string): string => `${corpus.name}/${path}`;
    for (const utterance of corpus.utterances) {
      original.set(utterance.id, { corpus, utterance });
      utterances.push({ ...utterance, path: below(utterance.path), speaker: personOf(utterance) });
    }
    for (const { path, of, kept } of corpus.duplicates) duplicates.push({ path: below(path), of: below(of), kept });
    for (const { path, reason } of corpus.skipped) skipped.push({ path: below(path), reason });
  }
  const find = (id: string): Original => {
    const found = original.get(id);
    if (!found) throw invalidArgument('utterance', id, `an utterance of ${names.join(' + ')}`);
    return found;
  };
  const located = corpora.every((corpus) => locator(corpus) !== undefined);
  const read: Corpus['read'] = async ({ id }) => {
    const { corpus, utterance } = find(id);
    return corpus.read(utterance);
  };
  const languages = new Set(corpora.map(({ language }) => language));
  return {
    name: names.join('+'),
    title: corpora.map(({ title }) => title).join(' + '),
    language: languages.size === 1 ? (corpora[0]?.language ?? 'mul') : 'mul',
    license: [...new Set(corpora.map(({ license }) => license))].join('; '),
    source: corpora.map(({ source }) => source).join('; '),
    benchmark: corpora.every(({ benchmark }) => benchmark),
    utterances,
    emotions: emotionsOf(utterances),
    duplicates,
    skipped,
    read: located ? fromFiles(read) : read,
    locate: located
      ? ({ id }) => {
          const { corpus, utterance } = find(id);
          return locator(corpus)!(utterance);
        }
      : undefined,
  };
}
