import type { FeatureMatrix } from '@ser/dsp';
import type { ModelEnrolment, WindowSpec } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Normalisation } from '../data/normalisation.js';
import { predictProbabilities } from '../predict-probabilities.js';
import { clipsOf, type KnownSpeakers, speakerNormalisation } from './adapt-speakers.js';

/** Utterances of speakers who are known beforehand. */
export interface KnownSpeakersTest {
  /** Features of each utterance, not normalised. */
  readonly features: readonly FeatureMatrix[];
  /** The speaker of each. */
  readonly speakers: readonly string[];
  readonly known: KnownSpeakers;
}

/**
 * Class probabilities of each utterance, before calibration, normalised as a finished model does it for a speaker that it
 * got to know by `enrolSpeaker`.
 *
 * @param normalisation statistics of what the network was trained on.
 */
export function predictKnownSpeakers(
  network: LayersModel,
  { features, speakers, known }: KnownSpeakersTest,
  { window, normalisation, enrolment }: { window: WindowSpec; normalisation: Normalisation; enrolment: ModelEnrolment },
): number[][] {
  const results: number[][] = features.map(() => []);
  for (const speaker of new Set(speakers)) {
    const own = [...features.keys()].filter((i) => speakers[i] === speaker);
    const rows = predictProbabilities(
      network,
      own.map((i) => features[i]!),
      { window, normalisation: speakerNormalisation(normalisation, enrolment, clipsOf(known, speaker)) },
    );
    for (const [row, i] of own.entries()) results[i] = rows[row]!;
  }
  return results;
}
