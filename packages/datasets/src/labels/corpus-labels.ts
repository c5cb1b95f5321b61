import { EMOTIONS, type Emotion, invalidArgument } from '@ser/core';
import { CORPORA, CORPUS_NAMES, type CorpusName, isCorpusName } from '../catalog/catalog.js';

const check = (argument: string, name: unknown): CorpusName => {
  if (!isCorpusName(name)) throw invalidArgument(argument, name, `one of ${CORPUS_NAMES.join(', ')}`);
  return name;
};

/**
 * Returns the meanings of a corpus' words in the shared vocabulary, in the order of `EMOTIONS`.
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown corpus.
 *
 * @example
 * corpusLabels('emovo').get('gioia'); // 'happy'
 */
export function corpusLabels(name: CorpusName): ReadonlyMap<string, Emotion> {
  const meanings = Object.values(CORPORA[check('corpus', name)].codes);
  return new Map(
    EMOTIONS.flatMap((emotion) =>
      meanings.filter((meaning) => meaning.emotion === emotion).map(({ label }) => [label, emotion] as const),
    ),
  );
}

/**
 * Returns the word of one corpus for the emotion that another calls `label`; undefined if it has no such emotion.
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown corpus or a word that the first one does not use.
 *
 * @example
 * translateLabel('pleasant surprise', 'tess', 'emovo'); // 'sorpresa'
 */
export function translateLabel(label: string, from: CorpusName, to: CorpusName): string | undefined {
  const words = corpusLabels(check('from', from));
  const emotion = words.get(label);
  if (emotion === undefined) throw invalidArgument('label', label, `one of ${[...words.keys()].join(', ')}`);
  return [...corpusLabels(check('to', to))].find(([, other]) => other === emotion)?.[0];
}

/**
 * Returns the emotions that all of the corpora have, in the order of `EMOTIONS`.
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown corpus.
 */
export function sharedEmotions(names: readonly CorpusName[]): Emotion[] {
  const sets = names.map((name) => new Set(corpusLabels(name).values()));
  return names.length === 0 ? [] : EMOTIONS.filter((emotion) => sets.every((set) => set.has(emotion)));
}
