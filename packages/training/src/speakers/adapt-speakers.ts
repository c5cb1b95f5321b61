import { SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import {
  type CoefficientStatistics,
  type EnrollmentKind,
  enrolledNormalization,
  fitNormalization,
  type ModelEnrollment,
} from '@ser/models';
import type { Example } from '../data/example.js';

/** The clips that features are adapted with, as a message can carry them. */
export interface AdaptationClips {
  readonly kind: EnrollmentKind;
  /** Features by speaker: of all clips for `speaker`, of a few neutral clips for `enrolled`. */
  readonly clips: ReadonlyMap<string, readonly FeatureMatrix[]>;
}

/** The examples of a run. */
interface Parts {
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
}

/** Examples with adapted features, and how the finished model adapts to other speakers. */
export interface AdaptedParts extends Parts {
  readonly enrollment: ModelEnrollment;
}

/**
 * How far the clips of a speaker shift the statistics, see `enrollSpeaker` of `@ser/models`. A few clips estimate the mean,
 * but hardly the deviation; many clips estimate both.
 */
const SHIFT = {
  enrolled: { shrinkage: 4, scale: false },
  speaker: { shrinkage: 0, scale: true },
} as const;

/**
 * Returns the examples with the features of each speaker mapped to the statistics of the training part. A network that is
 * normalized with these statistics then reads the same numbers as with the statistics of each speaker.
 *
 * @throws SerError `INVALID_ARGUMENT` for a speaker without clips.
 */
export function adaptSpeakers({ train, heldOut }: Parts, adaptation: AdaptationClips): AdaptedParts {
  const base = fitNormalization(train.map(({ features }) => features));
  const enrollment = enrollmentOf(adaptation, new Set(train.map(({ speaker }) => speaker)));
  const statistics = new Map<string | undefined, CoefficientStatistics>();
  const adapt = (features: FeatureMatrix, speaker: string | undefined): FeatureMatrix => {
    const own = statistics.get(speaker) ?? speakerNormalization(base, enrollment, clipsOf(adaptation, speaker));
    statistics.set(speaker, own);
    return mapStatistics(features, own, base);
  };
  const adaptExample = (example: Example): Example => ({
    ...example,
    features: adapt(example.features, example.speaker),
    variants: example.variants?.map((variant) => adapt(variant, example.speaker)),
  });
  return { train: train.map(adaptExample), heldOut: heldOut.map(adaptExample), enrollment };
}

/**
 * Returns the statistics that normalize the features of a speaker: those that `enrollSpeaker` of `@ser/models` computes from
 * audio.
 *
 * @param normalization statistics of the training part.
 * @param clips features of the speaker's clips.
 */
export const speakerNormalization = (
  normalization: CoefficientStatistics,
  enrollment: ModelEnrollment,
  clips: readonly FeatureMatrix[],
): CoefficientStatistics => enrolledNormalization(normalization, fitNormalization(clips), clips.length, enrollment);

/** Returns the clips of a speaker; throws if there are none. */
export function clipsOf({ clips }: AdaptationClips, speaker = 'without a name'): readonly FeatureMatrix[] {
  const own = clips.get(speaker);
  if (!own) throw new SerError('INVALID_ARGUMENT', `clips of speaker ${speaker} are missing`);
  return own;
}

/** Returns how a model adapts to other speakers in the way it adapted to its training speakers. */
function enrollmentOf(adaptation: AdaptationClips, trained: ReadonlySet<string | undefined>): ModelEnrollment {
  const { kind } = adaptation;
  const clips = [...trained].map((speaker) => clipsOf(adaptation, speaker));
  const enrollment = { kind, clips: Math.min(...clips.map(({ length }) => length)), ...SHIFT[kind] };
  return kind === 'enrolled' ? { ...enrollment, reference: fitNormalization(clips.flat()) } : enrollment;
}

/** Returns features that have, with the statistics `to`, the normalized values that they had with the statistics `from`. */
function mapStatistics(
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
