import type { FeatureMatrix } from '@ser/dsp';
import { type CoefficientStatistics, type ModelEnrollment, predictProbabilities, type WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AdaptationClips, clipsOf, speakerNormalization } from './adapt-speakers.js';

/** Utterances, and the clips that features of their speakers are adapted with. */
export interface AdaptedTest {
  /** Features of each utterance, not normalized. */
  readonly features: readonly FeatureMatrix[];
  /** The speaker of each utterance. */
  readonly speakers: readonly string[];
  readonly adaptation: AdaptationClips;
}

/**
 * Returns the class probabilities of each utterance, before calibration, normalized as a finished model does it for a
 * speaker from `enrollSpeaker`.
 *
 * @param options.normalization statistics of the training part.
 */
export function predictAdapted(
  network: LayersModel,
  { features, speakers, adaptation }: AdaptedTest,
  {
    window,
    normalization,
    enrollment,
  }: { window: WindowSpec; normalization: CoefficientStatistics; enrollment: ModelEnrollment },
): number[][] {
  const results: number[][] = features.map(() => []);
  for (const speaker of new Set(speakers)) {
    const own = [...features.keys()].filter((i) => speakers[i] === speaker);
    const rows = predictProbabilities(
      network,
      own.map((i) => features[i]!),
      { window, normalization: speakerNormalization(normalization, enrollment, clipsOf(adaptation, speaker)) },
    );
    for (const [row, i] of own.entries()) results[i] = rows[row]!;
  }
  return results;
}
