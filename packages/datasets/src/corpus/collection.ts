import type { Utterance } from './corpus.js';

/** Corpora that are parts of one collection of recordings: the same people say the same sentences. */
const PART_OF: Readonly<Record<string, string>> = { 'ravdess-song': 'ravdess' };

/** Returns the name of the collection of recordings that a corpus is a part of; for most corpora, its name. */
export function collectionOf(corpus: string): string {
  return Object.hasOwn(PART_OF, corpus) ? PART_OF[corpus]! : corpus;
}

/**
 * Returns the person who speaks, e.g. `emodb/03`, in a single or a combined corpus: equal for two utterances if and only
 * if the same person speaks. Speakers of different collections are different people, even with the same name.
 */
export function personOf({ corpus, speaker }: Pick<Utterance, 'corpus' | 'speaker'>): string {
  const collection = `${collectionOf(corpus)}/`;
  return speaker.startsWith(collection) ? speaker : `${collection}${speaker}`;
}

/** Returns the sentence that is spoken, as {@link personOf} returns the person; undefined if the corpus does not state it. */
export const sentenceOf = ({ corpus, sentence }: Utterance): string | undefined =>
  sentence === undefined ? undefined : `${collectionOf(corpus)}/${sentence}`;
