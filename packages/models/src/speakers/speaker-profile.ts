import { invalidArgument, SerError } from '@ser/core';
import { createFrontEnd, type FrontEnd, type Signal } from '@ser/dsp';
import * as v from 'valibot';
import { integerFrom, parseOptions } from '../schema/parse.js';
import { type CoefficientStatistics, fitNormalization } from './fit-normalization.js';
import { listenerFingerprint } from './listener-fingerprint.js';
import {
  type EnrollmentKind,
  type ModelEnrollment,
  requireCoefficients,
  shrinkageSchema,
  statisticsSchema,
} from './model-enrollment.js';

/** What one front end was told about a speaker. */
export interface SpeakerAdaptation {
  /** Names the front end that made it, and how it gets to know speakers. */
  readonly frontEnd: string;
  /** The statistics that normalize this speaker's features. */
  readonly normalization: CoefficientStatistics;
}

/** What a model knows about a speaker, as plain JSON. It holds statistics of features and no audio. */
export interface SpeakerProfile {
  readonly format: 1;
  /** Clips that it was made from. */
  readonly clips: number;
  /** One for each front end of the model; an ensemble may have several. */
  readonly adaptations: readonly SpeakerAdaptation[];
}

/** Options of {@link enrollSpeaker}: instead of what the model says of itself, see {@link ModelEnrollment}. */
export interface EnrollmentOptions {
  /**
   * How many clips the statistics of all speakers are worth: k clips of the speaker count k / (k + shrinkage). By
   * default as the model was trained; 4 if it was trained with strangers.
   */
  shrinkage?: number;
  /**
   * Whether the standard deviations are adapted too, not the means alone. By default as the model was trained; false if
   * it was trained with strangers.
   */
  scale?: boolean;
  /**
   * Statistics of clips of the same kind by the training speakers, e.g. of their neutral clips: what the speaker is
   * compared with. By default those that the model carries; without any (or neutral clips in training) the front end's
   * own, which are of all emotions. One front end only.
   */
  reference?: CoefficientStatistics;
}

const optionsSchema = v.strictObject({
  shrinkage: v.exactOptional(shrinkageSchema),
  scale: v.exactOptional(v.boolean()),
  reference: v.exactOptional(statisticsSchema),
});

const profileSchema = v.object({
  format: v.literal(1),
  clips: integerFrom(1),
  adaptations: v.array(v.object({ frontEnd: v.string(), normalization: statisticsSchema })),
});

/** One way from sound to features, and how it gets to know speakers: a `SerModel`. */
export interface EnrollableMember {
  readonly frontEnd: FrontEnd;
  /** How speakers were known in training; they were strangers if absent. */
  readonly enrollment?: ModelEnrollment | undefined;
  /** Statistics of the neutral clips of strangers that the model was trained with. */
  readonly neutral?: CoefficientStatistics | undefined;
}

/** What can get to know speakers: a `SerModel`, which is its only member, or a `SerEnsemble`. */
export interface Enrollable {
  readonly members: readonly EnrollableMember[];
}

/** Keeps a coefficient that never changes in the speaker's clips from being divided by nothing. */
const LEAST_RATIO = 1e-3;

/**
 * The statistics that normalize the features of an enrolled speaker, see {@link enrollSpeaker}.
 *
 * @param normalization the front end's statistics.
 * @param speaker statistics of the speaker's clips, in the same units: before normalization.
 * @param clips how many clips those are.
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

/** The front end as it is without normalization. */
function withoutNormalization(frontEnd: FrontEnd): FrontEnd {
  let bare = plain.get(frontEnd);
  if (!bare) {
    const { normalization: _, ...config } = frontEnd.config;
    bare = createFrontEnd(config);
    plain.set(frontEnd, bare);
  }
  return bare;
}

function adapt(member: EnrollableMember, clips: readonly Signal[], options: EnrollmentOptions): SpeakerAdaptation {
  const { frontEnd, enrollment, neutral } = member;
  const { normalization } = frontEnd.config;
  if (!normalization)
    throw new SerError('INVALID_ARGUMENT', 'the model normalizes nothing, so it cannot be adapted to a speaker', {
      hint: 'Train it with normalization statistics in its front end.',
    });
  if (options.reference) requireCoefficients('enrollment.reference', options.reference, frontEnd.coeffs);
  const bare = withoutNormalization(frontEnd);
  const speaker = fitNormalization(clips.map((clip) => bare.extract(clip)));
  return {
    frontEnd: listenerFingerprint(member),
    normalization: enrolledNormalization(normalization, speaker, clips.length, {
      ...(neutral ? { reference: neutral } : {}),
      ...enrollment,
      ...options,
    }),
  };
}

/** Throws if members want to know speakers by different clips: no clips would do. */
function requireOneKind(members: readonly EnrollableMember[]): void {
  const kinds = new Set(members.flatMap(({ enrollment }): EnrollmentKind[] => (enrollment ? [enrollment.kind] : [])));
  if (kinds.size > 1)
    throw new SerError(
      'INVALID_ARGUMENT',
      'some members know speakers by a few neutral clips, others by many of whatever emotions: no clips suit both',
      { hint: 'Join models that were trained with the same kind of normalization.' },
    );
}

/**
 * Makes a model know a speaker by clips, as it knew its training speakers (see `SerModel.enrollment`): by a few neutral
 * clips, or by many clips of whatever emotions. A model that was trained with strangers takes a few neutral clips, too.
 *
 * The statistics that normalize the features move towards the speaker's, the further the more clips there are. With k
 * clips, weight w = k / (k + shrinkage), the model's mean m, the speaker's μ and the reference's r, the speaker's
 * features are normalized with the mean m + w · (μ − r), and with `scale` with a standard deviation moved likewise in
 * proportion. Models that know speakers by many clips have no shrinkage, and so normalize by μ and the speaker's own
 * deviation.
 *
 * @param model a `SerModel` or a `SerEnsemble`; the profile fits models with exactly its front ends.
 * @param clips clips of one speaker, of any duration and sample rate.
 * @throws SerError `INVALID_ARGUMENT` without clips, for options out of range, for a model that does not normalize, and
 *   for an ensemble whose members want different clips.
 *
 * @example
 * const speaker = enrollSpeaker(model, [first, second, third]);
 * model.predict(clip, { speaker });
 */
export function enrollSpeaker(
  { members }: Enrollable,
  clips: readonly Signal[],
  options: EnrollmentOptions = {},
): SpeakerProfile {
  parseOptions('enrollment', optionsSchema, options);
  if (!Array.isArray(clips) || clips.length === 0) throw invalidArgument('clips', clips, 'a list of at least one clip');
  requireOneKind(members);
  const distinct = new Map(members.map((member) => [listenerFingerprint(member), member]));
  if (options.reference && distinct.size > 1)
    throw invalidArgument('enrollment.reference', options.reference, 'absent for models with several front ends');
  return {
    format: 1,
    clips: clips.length,
    adaptations: [...distinct.values()].map((member) => adapt(member, clips, options)),
  };
}

const adapted = new WeakMap<SpeakerProfile, Map<string, FrontEnd>>();

/**
 * A model's front end as it is for a speaker.
 *
 * @throws SerError `INVALID_ARGUMENT` for something that is no profile, and for a profile of another model.
 */
export function frontEndFor(member: EnrollableMember, speaker: SpeakerProfile): FrontEnd {
  const fingerprint = listenerFingerprint(member);
  const known = adapted.get(speaker)?.get(fingerprint);
  if (known) return known;
  const { adaptations } = parseOptions<SpeakerProfile>('speaker', profileSchema, speaker);
  const own = adaptations.find((adaptation) => adaptation.frontEnd === fingerprint);
  if (!own)
    throw new SerError('INVALID_ARGUMENT', 'speaker is a profile that was made with another model', {
      hint: 'Call enrollSpeaker with this model.',
    });
  requireCoefficients('speaker.normalization', own.normalization, member.frontEnd.coeffs);
  const made = member.frontEnd.withNormalization(own.normalization);
  adapted.set(speaker, (adapted.get(speaker) ?? new Map<string, FrontEnd>()).set(fingerprint, made));
  return made;
}
