import { SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { type CoefficientStatistics, enrolledNormalization, fitNormalization, type ModelEnrollment } from '@ser/models';
import type { Example } from '../data/example.js';
import type { NormalizationKind } from '../recipe/normalization-kind.js';

/** What is known of speakers, as a message can carry it. */
export interface KnownSpeakers {
  readonly kind: Exclude<NormalizationKind, 'plain'>;
  /** The clips that stand for each speaker: for `speaker` all of them, for `enrolled` a few neutral ones. */
  readonly clips: ReadonlyMap<string, readonly FeatureMatrix[]>;
}

/** The examples of a run. */
interface Parts {
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
}

/** The examples as a network is to see them, and how its model gets to know other speakers alike. */
export interface AdaptedParts extends Parts {
  readonly enrollment: ModelEnrollment;
}

/**
 * How far statistics move by the clips of a speaker, see `enrollSpeaker` of `@ser/models`. A few clips say something about
 * the mean, and too little about the deviation; many say all.
 */
const MOVE = {
  enrolled: { shrinkage: 4, scale: false },
  speaker: { shrinkage: 0, scale: true },
} as const;

/**
 * The examples with the features of each speaker brought to the statistics of the training part. A network that is
 * normalized by the training part then sees what normalization by each speaker's statistics would give.
 *
 * @throws SerError `INVALID_ARGUMENT` for a speaker of whom no clips are known.
 */
export function adaptSpeakers({ train, heldOut }: Parts, known: KnownSpeakers): AdaptedParts {
  const base = fitNormalization(train.map(({ features }) => features));
  const enrollment = enrollmentOf(known, new Set(train.map(({ speaker }) => speaker)));
  const statistics = new Map<string | undefined, CoefficientStatistics>();
  const adapt = (features: FeatureMatrix, speaker: string | undefined): FeatureMatrix => {
    const own = statistics.get(speaker) ?? speakerNormalization(base, enrollment, clipsOf(known, speaker));
    statistics.set(speaker, own);
    return restate(features, own, base);
  };
  const adaptExample = ({ features, variants, ...example }: Example): Example => ({
    ...example,
    features: adapt(features, example.speaker),
    ...(variants ? { variants: variants.map((variant) => adapt(variant, example.speaker)) } : {}),
  });
  return { train: train.map(adaptExample), heldOut: heldOut.map(adaptExample), enrollment };
}

/**
 * The statistics that normalize the features of a speaker: those that `enrollSpeaker` of `@ser/models` makes from sound.
 *
 * @param normalization statistics of what the network was trained on.
 * @param clips features of the clips that the speaker is known by.
 */
export const speakerNormalization = (
  normalization: CoefficientStatistics,
  enrollment: ModelEnrollment,
  clips: readonly FeatureMatrix[],
): CoefficientStatistics => enrolledNormalization(normalization, fitNormalization(clips), clips.length, enrollment);

/** The clips of a speaker; throws if there are none. */
export function clipsOf({ clips }: KnownSpeakers, speaker = 'without a name'): readonly FeatureMatrix[] {
  const own = clips.get(speaker);
  if (!own) throw new SerError('INVALID_ARGUMENT', `clips of speaker ${speaker} are missing`);
  return own;
}

/** How others get to be known as the training speakers are. */
function enrollmentOf(known: KnownSpeakers, trained: ReadonlySet<string | undefined>): ModelEnrollment {
  const { kind } = known;
  const clips = [...trained].map((speaker) => clipsOf(known, speaker));
  return {
    kind,
    clips: Math.min(...clips.map(({ length }) => length)),
    ...MOVE[kind],
    ...(kind === 'enrolled' ? { reference: fitNormalization(clips.flat()) } : {}),
  };
}

/** Features that have, by the statistics `to`, the normalized values that they had by the statistics `from`. */
function restate(
  { data, frames, coeffs }: FeatureMatrix,
  from: CoefficientStatistics,
  to: CoefficientStatistics,
): FeatureMatrix {
  const gain = Float64Array.from({ length: coeffs }, (_, c) => to.std[c]! / from.std[c]!);
  const out = new Float32Array(frames * coeffs);
  for (let i = 0; i < out.length; i++) {
    const c = i % coeffs;
    out[i] = (data[i]! - from.mean[c]!) * gain[c]! + to.mean[c]!;
  }
  return { data: out, frames, coeffs };
}
