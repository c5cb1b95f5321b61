import { type Corpus, collectionOf, personOf, type Utterance } from '@ser/datasets';
import type { ModelCard } from '@ser/models';

type Origin = Pick<ModelCard, 'corpora' | 'leftOut'>;

/**
 * Whether a model may have learnt from a speaker: it has learnt from the speaker's corpus, or one of the same people, and
 * its card does not name the speaker among those that were left out.
 */
export function seenInTraining(
  { corpora, leftOut = [] }: Origin,
  speaker: Pick<Utterance, 'corpus' | 'speaker'>,
): boolean {
  const collection = collectionOf(speaker.corpus);
  return corpora.some((corpus) => collectionOf(corpus) === collection) && !leftOut.includes(personOf(speaker));
}

/**
 * The speakers of a corpus that training on some of its utterances leaves out.
 *
 * @param initial the card of the model that training begins with: whom that one may have met is not left out.
 */
export function leftOutOf(corpus: Corpus, ids: readonly string[] | undefined, initial?: Origin): string[] {
  if (ids === undefined) return [];
  const trained = new Set(ids);
  const met = new Set(corpus.utterances.filter(({ id }) => trained.has(id)).map(personOf));
  const others = corpus.utterances.filter(
    (one) => !met.has(personOf(one)) && !(initial && seenInTraining(initial, one)),
  );
  return [...new Set(others.map(personOf))];
}

/** The speakers that none of some models has met and at least one of them names, as the card of an ensemble has them. */
export function leftOutByAll(cards: readonly Origin[]): string[] {
  const named = [...new Set(cards.flatMap(({ leftOut = [] }) => leftOut))];
  return named.filter(
    (speaker) => !cards.some((card) => seenInTraining(card, { corpus: collectionIn(speaker), speaker })),
  );
}

const collectionIn = (person: string): string => person.slice(0, person.indexOf('/'));
