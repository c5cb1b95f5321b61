import { type Corpus, collectionOf, personOf, type Utterance } from '@ser/datasets';
import type { ModelCard } from '@ser/models';

type Origin = Pick<ModelCard, 'corpora' | 'leftOut'>;

/**
 * Returns true if a model may have been trained on a speaker: its card names the speaker's corpus, or another corpus of the
 * same people, and does not list the speaker as left out.
 */
export function seenInTraining(
  { corpora, leftOut = [] }: Origin,
  speaker: Pick<Utterance, 'corpus' | 'speaker'>,
): boolean {
  const collection = collectionOf(speaker.corpus);
  return corpora.some((corpus) => collectionOf(corpus) === collection) && !leftOut.includes(personOf(speaker));
}

/**
 * Returns the speakers of a corpus that are left out by training on some of its utterances.
 *
 * @param initial the card of the initial model: speakers that it may have been trained on are not left out.
 */
export function leftOutOf(corpus: Corpus, ids: readonly string[] | undefined, initial?: Origin): string[] {
  if (ids === undefined) return [];
  const trained = new Set(ids);
  const present = new Set(corpus.utterances.filter(({ id }) => trained.has(id)).map(personOf));
  const others = corpus.utterances.filter(
    (one) => !present.has(personOf(one)) && !(initial && seenInTraining(initial, one)),
  );
  return [...new Set(others.map(personOf))];
}

/** Returns the speakers that no model of an ensemble was trained on and at least one lists as left out, for its card. */
export function leftOutByAll(cards: readonly Origin[]): string[] {
  const named = [...new Set(cards.flatMap(({ leftOut = [] }) => leftOut))];
  return named.filter(
    (speaker) => !cards.some((card) => seenInTraining(card, { corpus: collectionIn(speaker), speaker })),
  );
}

const collectionIn = (person: string): string => person.slice(0, person.indexOf('/'));
