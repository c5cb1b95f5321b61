import { invalidArgument } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { byCodeUnits } from '../../corpus/corpus.js';
import { featureFingerprints, featureSimilarity } from './feature-fingerprint.js';
import { type SoundDuplicate, soundDuplicate } from './sound-duplicate.js';

/** Options of {@link findFeatureDuplicates}. */
export interface FeatureDuplicateOptions {
  /**
   * Least similarity of fingerprints that counts as near-identical, over 0 to 1. Default 0.92: of the 4773 clips of
   * EMO-DB, RAVDESS and TESS, by log-mel bands and by MFCC with their deltas, no two different takes came above 0.89,
   * while copies at another level came above 0.95. It was chosen on these same corpora.
   */
  threshold?: number;
}

/** Utterances whose lengths differ by more than this fraction are not compared. */
const LENGTHS_APART = 0.02;

/**
 * Finds utterances that are the same recording under two names by features that are there already, in about a second
 * for 3000 clips: identical ones, and copies that differ in level or, mostly, in a little noise. Copies through a
 * telephone band or with other silence at the ends, and clips under 40 frames, are for `findSoundDuplicates`, which listens
 * to the recordings.
 *
 * @param features by utterance id, all of one front end.
 * @throws SerError `INVALID_ARGUMENT` for a threshold out of range or features of different width.
 */
export function findFeatureDuplicates(
  features: ReadonlyMap<string, FeatureMatrix>,
  { threshold = 0.92 }: FeatureDuplicateOptions = {},
): SoundDuplicate[] {
  if (!(threshold > 0 && threshold <= 1)) throw invalidArgument('threshold', threshold, 'over 0 and at most 1');
  const prints = [...featureFingerprints(features)].sort(
    ([a, { frames: x }], [b, { frames: y }]) => x - y || byCodeUnits(a, b),
  );
  const twins: SoundDuplicate[] = [];
  for (const [index, [id, print]] of prints.entries())
    for (let next = index + 1; next < prints.length; next++) {
      const [other, otherPrint] = prints[next]!;
      if (otherPrint.frames > print.frames * (1 + LENGTHS_APART) + 1) break;
      const alike = featureSimilarity(print, otherPrint, threshold);
      if (alike >= threshold) {
        const same = sameFeatures(features.get(id)!, features.get(other)!);
        twins.push(soundDuplicate(id, other, same ? 'identical' : 'near-identical', same ? 1 : Math.min(1, alike)));
      }
    }
  return twins.sort((a, b) => byCodeUnits(a.first, b.first) || byCodeUnits(a.second, b.second));
}

const sameFeatures = (a: FeatureMatrix, b: FeatureMatrix): boolean =>
  a.frames === b.frames && a.data.every((value, i) => value === b.data[i]);
