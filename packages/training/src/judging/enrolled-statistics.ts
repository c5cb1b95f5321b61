import type { FeatureMatrix } from '@ser/dsp';
import { fitNormalisation, type Normalisation } from '../data/normalisation.js';

/** Clips at which a speaker counts as much as everyone else, as in `enrolSpeaker` of `@ser/models`. */
const SHRINKAGE = 4;

/**
 * Statistics for a speaker of whom k clips are known, as `enrolSpeaker` of `@ser/models` makes them from sound: the mean
 * moves by k / (k + 4) of the way that the speaker's clips lie from clips of the same kind by training speakers. A few
 * clips say too little about the deviation, which stays.
 *
 * @param base statistics of the training part.
 * @param reference statistics of clips of the same kind by training speakers.
 */
export function enrolledStatistics(
  base: Normalisation,
  reference: Normalisation,
  clips: readonly FeatureMatrix[],
): Normalisation {
  const own = fitNormalisation(clips);
  const share = clips.length / (clips.length + SHRINKAGE);
  return { mean: base.mean.map((mean, c) => mean + share * (own.mean[c]! - reference.mean[c]!)), std: base.std };
}
