import type { FeatureMatrix } from '@ser/dsp';
import { type CoefficientStatistics, type ModelEnrollment, predictProbabilities, type WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { clipsOf, type KnownSpeakers, speakerNormalization } from './adapt-speakers.js';

/** Utterances of speakers who are known beforehand. */
export interface KnownSpeakersTest {
  /** Features of each utterance, not normalized. */
  readonly features: readonly FeatureMatrix[];
  /** The speaker of each. */
  readonly speakers: readonly string[];
  readonly known: KnownSpeakers;
}

/**
 * Class probabilities of each utterance, before calibration, normalized as a finished model does it for a speaker that it
 * got to know by `enrollSpeaker`.
 *
 * @param normalization statistics of what the network was trained on.
 */
export function predictKnownSpeakers(
  network: LayersModel,
  { features, speakers, known }: KnownSpeakersTest,
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
      { window, normalization: speakerNormalization(normalization, enrollment, clipsOf(known, speaker)) },
    );
    for (const [row, i] of own.entries()) results[i] = rows[row]!;
  }
  return results;
}
