import type { Utterance } from '@ser/datasets';
import type { ModelCard } from '@ser/models';

/** How the note of a card begins that says it; names with their corpus follow, with commas between. */
const NOTE = 'Speakers left out of training: ';

/** A speaker's name with that of the corpus in front, as in corpora that were combined: `emodb/03`. */
const fullName = ({ corpus, speaker }: Pick<Utterance, 'corpus' | 'speaker'>): string =>
  speaker.startsWith(`${corpus}/`) ? speaker : `${corpus}/${speaker}`;

/**
 * What a model's card says of speakers that it has not been trained on.
 *
 * @param utterances theirs.
 * @param initial the card of the model that training began with: whom that one may have met is no stranger.
 */
export function leftOutNotes(
  utterances: readonly Pick<Utterance, 'corpus' | 'speaker'>[],
  initial: ModelCard | undefined,
): string[] {
  const unmet = utterances.filter((one) => initial === undefined || !mayHaveMet(initial, one));
  const names = [...new Set(unmet.map(fullName))];
  return names.length === 0 ? [] : [`${NOTE}${names.join(', ')}`];
}

/** Whether a model may have been trained on a speaker: on the corpus, unless its card says that the speaker was left out. */
export function mayHaveMet(
  { corpora, notes = [] }: Pick<ModelCard, 'corpora' | 'notes'>,
  speaker: Pick<Utterance, 'corpus' | 'speaker'>,
): boolean {
  return corpora.includes(speaker.corpus) && !leftOutOf(notes).includes(fullName(speaker));
}

/** The notes of models that answer as one, where a speaker is left out only if no model has met that speaker. */
export function joinedNotes(cards: readonly Pick<ModelCard, 'corpora' | 'notes'>[]): string[] {
  const notes = cards.flatMap((card) => card.notes ?? []);
  const leftOut = leftOutOf(notes).map((speaker) => ({ corpus: speaker.split('/')[0]!, speaker }));
  const unmet = leftOut.filter((speaker) => !cards.some((card) => mayHaveMet(card, speaker)));
  const others = notes.filter((note) => !note.startsWith(NOTE));
  return [...new Set([...others, ...leftOutNotes(unmet, undefined)])];
}

const leftOutOf = (notes: readonly string[]): string[] =>
  notes.flatMap((note) => (note.startsWith(NOTE) ? note.slice(NOTE.length).split(', ') : []));
