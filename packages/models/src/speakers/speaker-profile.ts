import { invalidArgument, runAtOnce, SerError, type Steps } from '@ser/core';
import { checkFields, count, finite, flag, notNegative, type Plain } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { createFrontEnd, type FeatureMatrix, type FrontEnd, type Signal } from '@ser/dsp';
import { type CoefficientStatistics, fitNormalization } from './fit-normalization.js';
import { listenerFingerprint } from './listener-fingerprint.js';
import {
  type EnrollmentKind,
  type ModelEnrollment,
  requireCoefficients,
  statisticsSchema,
} from './model-enrollment.js';
import { meanScores } from './score-shift.js';

const profileSchema = v.object({
  format: v.literal(1),
  /** Number of clips that it was made from. */
  clips: count,
  /** One for each front end of the model; an ensemble may have several. */
  adaptations: v.array(
    v.object({
      /** Name of the front end that it was made with, and of how that enrolls speakers. */
      frontEnd: v.string(),
      /** The statistics that normalize the features of this speaker. */
      normalization: statisticsSchema,
      /** Of each emotion, what is subtracted from the logarithm of its probability; absent: nothing. */
      scoreShift: v.optional(v.array(finite)),
    }),
  ),
});

/** A speaker that a model was adapted to, as plain JSON. It holds statistics of features and no audio. */
export type SpeakerProfile = Plain<v.InferOutput<typeof profileSchema>>;

/** The part of a speaker's profile that one front end made. */
export type SpeakerAdaptation = SpeakerProfile['adaptations'][number];

const optionsSchema = v.strictObject({
  /**
   * Number of clips that the statistics of all speakers count as, at least 0: k clips of the speaker have the weight
   * k / (k + shrinkage). Default as in training; 4 for a model that was trained without enrollment.
   */
  shrinkage: v.optional(notNegative),
  /**
   * True to adapt the standard deviations too, not the means alone. Default as in training; false for a model that was
   * trained without enrollment.
   */
  scale: v.optional(flag),
  /**
   * Statistics of clips of the same kind by the training speakers, e.g. of their neutral clips, which the speaker is
   * compared with. Default those that the model carries; without any, those of the front end, which are of all emotions.
   * One front end only.
   */
  reference: v.optional(statisticsSchema),
});

/** Options of {@link enrollSpeaker}, which replace those that the model carries, see {@link ModelEnrollment}. */
export type EnrollmentOptions = Plain<v.InferInput<typeof optionsSchema>>;

/** A front end and how it enrolls speakers: a `SerModel`. */
export interface EnrollableMember {
  readonly frontEnd: FrontEnd;
  /** How speakers were enrolled in training; they were not if absent. */
  readonly enrollment?: ModelEnrollment | undefined;
  /** Statistics of the neutral clips of training speakers that were not enrolled. */
  readonly neutral?: CoefficientStatistics | undefined;
  /** Mean scores of neutral clips of other speakers, see `SerModelParts`; needs `uncalibratedProbabilities`. */
  readonly neutralScores?: readonly number[] | undefined;
  uncalibratedProbabilities?(matrix: FeatureMatrix): number[];
}

/** A model that can be adapted to speakers: a `SerModel`, which is its only member, or a `SerEnsemble`. */
export interface Enrollable {
  readonly members: readonly EnrollableMember[];
}

/** Lowest ratio of deviations: a coefficient that never changes in the speaker's clips is not divided by 0. */
const LEAST_RATIO = 1e-3;

/**
 * Returns the statistics that normalize the features of an enrolled speaker, see {@link enrollSpeaker}.
 *
 * @param normalization the front end's statistics.
 * @param speaker statistics of the speaker's clips, in the same units: before normalization.
 * @param clips number of these clips.
 */
export function enrolledNormalization(
  normalization: CoefficientStatistics,
  speaker: CoefficientStatistics,
  clips: number,
  { shrinkage = 4, scale = false, reference = normalization }: EnrollmentOptions = {},
): CoefficientStatistics {
  const weight = clips / (clips + shrinkage);
  return {
    mean: normalization.mean.map((mean, c) => mean + weight * (speaker.mean[c]! - reference.mean[c]!)),
    std: normalization.std.map((std, c) =>
      scale ? std * Math.max(speaker.std[c]! / reference.std[c]!, LEAST_RATIO) ** weight : std,
    ),
  };
}

const plain = new WeakMap<FrontEnd, FrontEnd>();

/** Returns a front end without its normalization. */
function withoutNormalization(frontEnd: FrontEnd): FrontEnd {
  let bare = plain.get(frontEnd);
  if (!bare) {
    const { normalization: _, ...config } = frontEnd.config;
    bare = createFrontEnd(config, { encoder: frontEnd.encoder });
    plain.set(frontEnd, bare);
  }
  return bare;
}

/** Returns the features of each clip, with a step after each. */
function* featuresOf(frontEnd: FrontEnd, clips: readonly Signal[]): Steps<FeatureMatrix[]> {
  const features: FeatureMatrix[] = [];
  for (const clip of clips) {
    features.push(yield* frontEnd.extractSteps(clip));
    yield;
  }
  return features;
}

/**
 * Returns what is subtracted from the scores of an enrolled speaker: how the scores of the speaker's neutral clips differ from
 * those of other speakers, with the weight of the clips.
 */
function* scoreShiftOf(member: EnrollableMember, clips: readonly Signal[], shrinkage = 4): Steps<number[] | undefined> {
  const { frontEnd, neutralScores } = member;
  if (!neutralScores || !member.uncalibratedProbabilities) return undefined;
  const features = yield* featuresOf(frontEnd, clips);
  const own = meanScores(features.map((matrix) => member.uncalibratedProbabilities!(matrix)));
  const weight = clips.length / (clips.length + shrinkage);
  return own.map((score, label) => weight * (score - neutralScores[label]!));
}

function* adapt(
  member: EnrollableMember,
  clips: readonly Signal[],
  options: EnrollmentOptions,
): Steps<SpeakerAdaptation> {
  const { frontEnd, enrollment, neutral } = member;
  const { normalization } = frontEnd.config;
  if (!normalization)
    throw new SerError(
      'INVALID_ARGUMENT',
      'the model does not normalize features, so it cannot be adapted to a speaker',
      {
        hint: 'Train it with normalization statistics in its front end.',
      },
    );
  if (options.reference) requireCoefficients('enrollment.reference', options.reference, frontEnd.coeffs);
  const speaker = fitNormalization(yield* featuresOf(withoutNormalization(frontEnd), clips));
  return {
    frontEnd: listenerFingerprint(member),
    normalization: enrolledNormalization(normalization, speaker, clips.length, {
      shrinkage: options.shrinkage ?? enrollment?.shrinkage,
      scale: options.scale ?? enrollment?.scale,
      reference: options.reference ?? enrollment?.reference ?? neutral,
    }),
    scoreShift: yield* scoreShiftOf(member, clips, options.shrinkage),
  };
}

/** Throws if members enroll speakers from different clips: no clips would suit all. */
function requireOneKind(members: readonly EnrollableMember[]): void {
  const kinds = new Set(members.flatMap(({ enrollment }): EnrollmentKind[] => (enrollment ? [enrollment.kind] : [])));
  if (kinds.size > 1)
    throw new SerError(
      'INVALID_ARGUMENT',
      'some members enroll speakers from a few neutral clips, others from many clips of any emotions: no clips suit both',
      { hint: 'Join models whose training speakers were enrolled the same way.' },
    );
}

/**
 * Returns the profile of a speaker, enrolled from clips the same way as the model's training speakers (see
 * `SerModel.enrollment`): from a few neutral clips, or from many clips of any emotions. For a model that was trained
 * without enrollment, give a few neutral clips.
 *
 * The statistics that normalize the features move towards the speaker's, the further the more clips there are. With k
 * clips, weight w = k / (k + shrinkage), the model's mean m, the speaker's μ and the reference's r, the speaker's
 * features are normalized with the mean m + w · (μ − r), and with `scale` with a standard deviation moved in the
 * same proportion. Models that enroll speakers from many clips have a shrinkage of 0, and so normalize with μ and the
 * deviation of the speaker.
 *
 * A model whose front end subtracts the mean of each clip has no such statistics left to move. It has `neutralScores`
 * instead, s₀, the mean log-probabilities of neutral clips of other speakers: with those of the speaker's clips s,
 * w · (s − s₀) is subtracted from the log-probabilities of each answer, before calibration.
 *
 * @param model a `SerModel` or a `SerEnsemble`; the profile fits models with exactly its front ends.
 * @param clips clips of one speaker, of any duration and sample rate.
 * @throws SerError `INVALID_ARGUMENT` without clips, for options out of range, for a model that does not normalize, and
 *   for an ensemble whose members need different clips.
 *
 * @example
 * const speaker = enrollSpeaker(model, [first, second, third]);
 * model.predict(clip, { speaker });
 */
export function enrollSpeaker(
  model: Enrollable,
  clips: readonly Signal[],
  options: EnrollmentOptions = {},
): SpeakerProfile {
  return runAtOnce(enrollSpeakerSteps(model, clips, options));
}

/**
 * Does the work of {@link enrollSpeaker} in steps, with a pause for other work of the thread between clips; models with a
 * speech encoder need it.
 *
 * @throws SerError as `enrollSpeaker`, when the first step is taken.
 * @example
 * const speaker = await runInTurns(enrollSpeakerSteps(model, [first, second, third]));
 */
export function* enrollSpeakerSteps(
  { members }: Enrollable,
  clips: readonly Signal[],
  options: EnrollmentOptions = {},
): Steps<SpeakerProfile> {
  checkFields(optionsSchema, options, { name: 'enrollment' });
  if (!Array.isArray(clips) || clips.length === 0) throw invalidArgument('clips', clips, 'a list of at least one clip');
  requireOneKind(members);
  const distinct = new Map(members.map((member) => [listenerFingerprint(member), member]));
  if (options.reference && distinct.size > 1)
    throw invalidArgument('enrollment.reference', options.reference, 'undefined for models with several front ends');
  const adaptations: SpeakerAdaptation[] = [];
  for (const member of distinct.values()) adaptations.push(yield* adapt(member, clips, options));
  return { format: 1, clips: clips.length, adaptations };
}

/** What a model changes for a speaker. */
export interface AdaptedSpeaker {
  /** The model's front end with the speaker's normalization. */
  readonly frontEnd: FrontEnd;
  /** Of each emotion, what is subtracted from the logarithm of its probability; absent: nothing. */
  readonly scoreShift?: readonly number[] | undefined;
}

const adapted = new WeakMap<SpeakerProfile, Map<string, AdaptedSpeaker>>();

/**
 * Returns what a model changes for a speaker.
 *
 * @throws SerError `INVALID_ARGUMENT` for a value that is not a profile, and for a profile of another model.
 */
export function adaptedTo(member: EnrollableMember, speaker: SpeakerProfile): AdaptedSpeaker {
  const fingerprint = listenerFingerprint(member);
  const known = adapted.get(speaker)?.get(fingerprint);
  if (known) return known;
  const { adaptations } = checkFields<SpeakerProfile>(profileSchema, speaker, { name: 'speaker' });
  const own = adaptations.find((adaptation) => adaptation.frontEnd === fingerprint);
  if (!own)
    throw new SerError('INVALID_ARGUMENT', 'speaker is a profile that was made with another model', {
      hint: 'Call enrollSpeaker with this model.',
    });
  requireCoefficients('speaker.normalization', own.normalization, member.frontEnd.coeffs);
  const { normalization, scoreShift } = own;
  if (scoreShift && scoreShift.length !== member.neutralScores?.length)
    throw invalidArgument('speaker.scoreShift', scoreShift, 'one number for each emotion of the model');
  const made = { frontEnd: member.frontEnd.withNormalization(normalization), scoreShift };
  adapted.set(speaker, (adapted.get(speaker) ?? new Map<string, AdaptedSpeaker>()).set(fingerprint, made));
  return made;
}
