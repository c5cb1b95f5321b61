import { SerError } from '@ser/core';
import { type Corpus, speakersOf, type Utterance } from '@ser/datasets';

/**
 * The utterances of some speakers of a corpus, and those of all others.
 *
 * @param option the option that names the speakers, for messages.
 */
export function utterancesOf(
  option: string,
  names: readonly string[],
  corpus: Corpus,
): { theirs: Utterance[]; ofOthers: Utterance[] } {
  const known = speakersOf(corpus.utterances);
  for (const name of names) {
    if (!known.includes(name)) {
      throw new SerError('INVALID_ARGUMENT', `${option}: ${corpus.name} has no speaker ${JSON.stringify(name)}`, {
        hint: `Its speakers are ${known.join(', ')}.`,
      });
    }
  }
  return {
    theirs: corpus.utterances.filter(({ speaker }) => names.includes(speaker)),
    ofOthers: corpus.utterances.filter(({ speaker }) => !names.includes(speaker)),
  };
}
