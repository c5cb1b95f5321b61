import { Random } from '@ser/core';
import type { Corpus } from '@ser/datasets';

/** The corpus with labels that say nothing of the sound; each is as frequent as before. */
export function shuffleLabels(corpus: Corpus): Corpus {
  const emotions = new Random('shuffled').shuffle(corpus.utterances.map(({ emotion }) => emotion));
  return { ...corpus, utterances: corpus.utterances.map((utterance, i) => ({ ...utterance, emotion: emotions[i]! })) };
}

/** Four deviations of the UAR of a guess among so many emotions, each as frequent. */
export const fourDeviations = (emotions: number, utterances: number): number =>
  4 * Math.sqrt((1 / emotions) * ((1 - 1 / emotions) / utterances));
