import { EMOTIONS, type Emotion, invalidArgument, SerError } from '@ser/core';
import { personOf } from './collection.js';
import { type Corpus, type Duplicate, emotionsOf, type SkippedFile, type SoundFile, type Utterance } from './corpus.js';

/** The emotions that results across corpora are compared on, where all of the corpora have them. */
const COMPARED: readonly Emotion[] = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad'];

/** Options of {@link combineCorpora}. */
export interface CombineOptions {
  /**
   * Emotions to keep. By default those of angry, disgusted, fearful, happy, neutral and sad that every corpus has.
   */
  emotions?: readonly Emotion[];
}

/** The part of a corpus with the given emotions; what is left out is listed in `skipped`. */
export function selectEmotions(corpus: Corpus, emotions: readonly Emotion[]): Corpus {
  const wanted = new Set(emotions);
  if (wanted.size === 0) throw invalidArgument('emotions', emotions, 'a list of at least one emotion');
  for (const emotion of wanted)
    if (!corpus.emotions.includes(emotion))
      throw invalidArgument('emotions', emotion, `among the emotions of ${corpus.name}: ${corpus.emotions.join(', ')}`);
  const utterances = corpus.utterances.filter(({ emotion }) => wanted.has(emotion));
  const left = corpus.utterances.filter(({ emotion }) => !wanted.has(emotion));
  return {
    ...corpus,
    utterances,
    emotions: emotionsOf(utterances),
    skipped: [
      ...corpus.skipped,
      ...left.map(({ path, emotion }) => ({ path, reason: `emotion ${emotion} not selected` })),
    ],
  };
}

interface Original {
  readonly corpus: Corpus;
  readonly utterance: Utterance;
}

const locateIn = ({ corpus, utterance }: Original): SoundFile => {
  if (!corpus.locate) throw new SerError('INVALID_CORPUS', `${corpus.name} is not made of files`);
  return corpus.locate(utterance);
};

/**
 * Several corpora as one, with the classes they share, for the protocol `cross-corpus` or for training on all.
 *
 * Utterances keep their ids and corpus names; speakers get the name of their collection in front
 * (`emodb/03`; `ravdess/03` in both `ravdess` and `ravdess-song`, for it is the same person), paths that of their corpus.
 *
 * @param corpora two or more corpora with different names.
 * @throws SerError `INVALID_ARGUMENT` for fewer than two corpora or equal names; `INVALID_CORPUS` if they share fewer
 * than two emotions.
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
  const parts = corpora.map((corpus) => selectEmotions(corpus, emotions));
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
  const located = corpora.every(({ locate }) => locate !== undefined);
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
    read: async ({ id }) => {
      const { corpus, utterance } = find(id);
      return corpus.read(utterance);
    },
    ...(located ? { locate: ({ id }) => locateIn(find(id)) } : {}),
  };
}
