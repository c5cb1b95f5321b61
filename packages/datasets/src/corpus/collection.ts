import type { Utterance } from './corpus.js';

/** Corpora that are parts of one collection of recordings: the same people say the same sentences. */
const PART_OF: Readonly<Record<string, string>> = { 'ravdess-song': 'ravdess' };

/** Name of the collection of recordings that a corpus is a part of: its own name for most corpora. */
export function collectionOf(corpus: string): string {
  return Object.hasOwn(PART_OF, corpus) ? PART_OF[corpus]! : corpus;
}

/**
 * Says who speaks, e.g. `emodb/03`, in a corpus alone or combined with others: equal for two utterances if and only if
 * they are of the same person. Speakers of different collections are different people, whatever they are called.
 */
export function personOf({ corpus, speaker }: Pick<Utterance, 'corpus' | 'speaker'>): string {
  const collection = `${collectionOf(corpus)}/`;
  return speaker.startsWith(collection) ? speaker : `${collection}${speaker}`;
}

/** Says which words are spoken, as {@link personOf} says who speaks; `undefined` where the corpus does not say. */
export const sentenceOf = ({ corpus, sentence }: Utterance): string | undefined =>
  sentence === undefined ? undefined : `${collectionOf(corpus)}/${sentence}`;
