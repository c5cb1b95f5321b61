import { Random } from '@ser/core';
import type { Corpus } from '@ser/datasets';

/** Returns the corpus with shuffled labels, each as frequent as before. */
export function shuffleLabels(corpus: Corpus): Corpus {
  const emotions = new Random('shuffled').shuffle(corpus.utterances.map(({ emotion }) => emotion));
  return { ...corpus, utterances: corpus.utterances.map((utterance, i) => ({ ...utterance, emotion: emotions[i]! })) };
}

/** Four standard deviations of the UAR of guessing among emotions of equal frequency. */
export const fourDeviations = (emotions: number, utterances: number): number =>
  4 * Math.sqrt((1 / emotions) * ((1 - 1 / emotions) / utterances));
