import { invalidArgument } from '@ser/core';
import { type Corpus, type HeldOutSpeakers, holdOutSpeakers, speakersOf, utterancesOf } from '@ser/datasets';
import type { TrainingRecipe } from '../recipe/training-schema.js';

/**
 * Holds out as many training speakers as the recipe states.
 *
 * @param ids utterances of a training part.
 * @returns the ids of both parts, and the held-out speakers.
 * @throws SerError `INVALID_ARGUMENT` if the part has too few speakers.
 */
export function divideTraining(
  corpus: Corpus,
  ids: readonly string[],
  { heldOutSpeakers: count = 0 }: TrainingRecipe,
  seed: number,
): HeldOutSpeakers {
  if (count === 0) return { train: ids, heldOut: [], speakers: [] };
  const { length } = speakersOf(utterancesOf(corpus, ids));
  if (length > 1 && count >= length) {
    throw invalidArgument(
      'training.heldOutSpeakers',
      count,
      `an integer from 0 to ${length - 1}, fewer than the ${length} speakers of the training part`,
    );
  }
  return holdOutSpeakers(corpus, ids, { count, seed });
}
