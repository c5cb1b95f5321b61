import { SerError } from '@ser/core';
import { type Corpus, speakersOf } from '@ser/datasets';

/**
 * The utterances of some speakers of a corpus, and those of all others.
 *
 * @param option the option that names the speakers, for messages.
 * @param names their names with commas between.
 */
export function utterancesOf(option: string, names: string, corpus: Corpus): { theirs: string[]; ofOthers: string[] } {
  const wanted = names.split(',').map((name) => name.trim());
  const known = speakersOf(corpus.utterances);
  for (const name of wanted) {
    if (!known.includes(name)) {
      throw new SerError('INVALID_ARGUMENT', `${option}: ${corpus.name} has no speaker ${JSON.stringify(name)}`, {
        hint: `Its speakers are ${known.join(', ')}.`,
      });
    }
  }
  const theirs: string[] = [];
  const ofOthers: string[] = [];
  for (const { id, speaker } of corpus.utterances) (wanted.includes(speaker) ? theirs : ofOthers).push(id);
  return { theirs, ofOthers };
}
