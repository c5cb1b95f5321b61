import { SerError } from '@ser/core';
import { type Corpus, speakersOf, type Utterance } from '@ser/datasets';

/**
 * The utterances of some speakers of a corpus, and those of all others.
 *
 * @param option the option that names the speakers, for messages.
 * @param names their names with commas between.
 */
export function utterancesOf(
  option: string,
  names: string,
  corpus: Corpus,
): { theirs: Utterance[]; ofOthers: Utterance[] } {
  const wanted = names.split(',').map((name) => name.trim());
  const known = speakersOf(corpus.utterances);
  for (const name of wanted) {
    if (!known.includes(name)) {
      throw new SerError('INVALID_ARGUMENT', `${option}: ${corpus.name} has no speaker ${JSON.stringify(name)}`, {
        hint: `Its speakers are ${known.join(', ')}.`,
      });
    }
  }
  return {
    theirs: corpus.utterances.filter(({ speaker }) => wanted.includes(speaker)),
    ofOthers: corpus.utterances.filter(({ speaker }) => !wanted.includes(speaker)),
  };
}
