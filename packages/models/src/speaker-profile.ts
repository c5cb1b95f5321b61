import { invalidArgument, SerError } from '@ser/core';
import type { FeatureMatrix, FrontEnd, Signal } from '@ser/dsp';
import * as v from 'valibot';
import { frontEndFingerprint } from './front-end-fingerprint.js';
import { integerFrom, parseOptions, positive } from './parse.js';

/** Mean and standard deviation of each coefficient, in the front end's units before normalisation. */
export interface CoefficientStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What one front end was told about a speaker. */
export interface SpeakerAdaptation {
  /** Names the front end that made it. */
  readonly frontEnd: string;
  /** The statistics that normalise this speaker's features. */
  readonly normalisation: CoefficientStatistics;
}

/** What a model knows about a speaker, as plain JSON. It holds statistics of features and no audio. */
export interface SpeakerProfile {
  readonly format: 1;
  /** Clips that it was made from. */
  readonly clips: number;
  /** One for each front end of the model; an ensemble may have several. */
  readonly adaptations: readonly SpeakerAdaptation[];
}

/** Options of {@link enrolSpeaker}. */
export interface EnrolmentOptions {
  /**
   * How many clips the statistics of all speakers are worth: k clips of the speaker count k / (k + shrinkage). Default 4.
   */
  shrinkage?: number;
  /** Whether the standard deviations are adapted too, not the means alone. Default false. */
  scale?: boolean;
  /**
   * Statistics of clips of the same kind by the training speakers, e.g. of their neutral clips: what the speaker is
   * compared with. Default the front end's own, which are of all emotions. One front end only.
   */
  reference?: CoefficientStatistics;
}

const statistics = v.object({ mean: v.array(v.number()), std: v.array(positive) });

const optionsSchema = v.strictObject({
  shrinkage: v.exactOptional(
    v.pipe(
      v.number('a finite number of at least 0'),
      v.check((value) => value >= 0 && Number.isFinite(value), 'a finite number of at least 0'),
    ),
  ),
  scale: v.exactOptional(v.boolean()),
  reference: v.exactOptional(statistics),
});

const profileSchema = v.object({
  format: v.literal(1),
  clips: integerFrom(1),
  adaptations: v.array(v.object({ frontEnd: v.string(), normalisation: statistics })),
});

/** What makes predictions by front ends of its own: a model, or an ensemble of them. */
export interface Enrollable {
  /** How sound becomes features; an ensemble may do it in several ways. */
  readonly frontEnds: readonly FrontEnd[];
}

/** Statistics of the frames of all clips, [coeffs] each. */
function statisticsOf(clips: readonly FeatureMatrix[], coeffs: number): { mean: Float64Array; std: Float64Array } {
  const [sum, squares] = [new Float64Array(coeffs), new Float64Array(coeffs)];
  let frames = 0;
  for (const { data, frames: count } of clips) {
    frames += count;
    for (let i = 0; i < count * coeffs; i++) {
      sum[i % coeffs]! += data[i]!;
      squares[i % coeffs]! += data[i]! ** 2;
    }
  }
  const mean = sum.map((total) => total / frames);
  return { mean, std: squares.map((total, c) => Math.sqrt(Math.max(total / frames - mean[c]! ** 2, 0))) };
}

/** Keeps a coefficient that never changes in the speaker's clips from being divided by nothing. */
const LEAST_RATIO = 1e-3;

/**
 * The statistics that normalise the features of an enrolled speaker, see {@link enrolSpeaker}.
 *
 * @param normalisation the front end's statistics.
 * @param speaker statistics of the speaker's clips, in the same units: before normalisation.
 * @param clips how many clips those are.
 */
export function enrolledNormalisation(
  normalisation: CoefficientStatistics,
  speaker: CoefficientStatistics,
  clips: number,
  { shrinkage = 4, scale = false, reference = normalisation }: EnrolmentOptions = {},
): CoefficientStatistics {
  const weight = clips / (clips + shrinkage);
  return {
    mean: normalisation.mean.map((mean, c) => mean + weight * (speaker.mean[c]! - reference.mean[c]!)),
    std: normalisation.std.map((std, c) =>
      scale ? std * Math.max(speaker.std[c]! / reference.std[c]!, LEAST_RATIO) ** weight : std,
    ),
  };
}

function adapt(frontEnd: FrontEnd, clips: readonly Signal[], options: EnrolmentOptions): SpeakerAdaptation {
  const { normalisation } = frontEnd.config;
  if (!normalisation)
    throw new SerError('INVALID_ARGUMENT', 'the model normalises nothing, so it cannot be adapted to a speaker', {
      hint: 'Train it with normalisation statistics in its front end.',
    });
  for (const part of ['mean', 'std'] as const)
    if (options.reference && options.reference[part].length !== frontEnd.coeffs)
      throw invalidArgument(
        `enrolment.reference.${part}`,
        options.reference[part],
        `${frontEnd.coeffs} numbers, one for each coefficient`,
      );
  // Features come normalised: (x − mean) / std.
  const own = statisticsOf(
    clips.map((clip) => frontEnd.extract(clip)),
    frontEnd.coeffs,
  );
  const speaker = {
    mean: normalisation.mean.map((mean, c) => own.mean[c]! * normalisation.std[c]! + mean),
    std: normalisation.std.map((std, c) => own.std[c]! * std),
  };
  return {
    frontEnd: frontEndFingerprint(frontEnd),
    normalisation: enrolledNormalisation(normalisation, speaker, clips.length, options),
  };
}

/**
 * Makes a model know a speaker by a few clips, best neutral ones: the statistics that normalise the features move towards
 * the speaker's, the further the more clips there are. With k clips, weight w = k / (k + shrinkage), the model's mean m,
 * the speaker's μ and the reference's r (by default m), the speaker's features are normalised with the mean
 * m + w · (μ − r), and with `scale` with a standard deviation moved likewise in proportion.
 *
 * @param model a `SerModel` or a `SerEnsemble`; the profile fits models with exactly its front ends.
 * @param clips clips of one speaker, of any duration and sample rate.
 * @throws SerError `INVALID_ARGUMENT` without clips, for options out of range, and for a model that does not normalise.
 *
 * @example
 * const speaker = enrolSpeaker(model, [first, second, third]);
 * model.predict(clip, { speaker });
 */
export function enrolSpeaker(
  model: Enrollable,
  clips: readonly Signal[],
  options: EnrolmentOptions = {},
): SpeakerProfile {
  parseOptions('enrolment', optionsSchema, options);
  if (!Array.isArray(clips) || clips.length === 0) throw invalidArgument('clips', clips, 'a list of at least one clip');
  const distinct = new Map(model.frontEnds.map((frontEnd) => [frontEndFingerprint(frontEnd), frontEnd]));
  if (options.reference && distinct.size > 1)
    throw invalidArgument('enrolment.reference', options.reference, 'absent for models with several front ends');
  return {
    format: 1,
    clips: clips.length,
    adaptations: [...distinct.values()].map((frontEnd) => adapt(frontEnd, clips, options)),
  };
}

const adapted = new WeakMap<SpeakerProfile, Map<string, FrontEnd>>();

/**
 * The front end as it is for a speaker.
 *
 * @throws SerError `INVALID_ARGUMENT` for something that is no profile, and for a profile of another model.
 */
export function frontEndFor(frontEnd: FrontEnd, speaker: SpeakerProfile): FrontEnd {
  const fingerprint = frontEndFingerprint(frontEnd);
  const known = adapted.get(speaker)?.get(fingerprint);
  if (known) return known;
  const { adaptations } = parseOptions<SpeakerProfile>('speaker', profileSchema, speaker);
  const own = adaptations.find((adaptation) => adaptation.frontEnd === fingerprint);
  if (!own)
    throw new SerError('INVALID_ARGUMENT', 'speaker is a profile that was made with another model', {
      hint: 'Call enrolSpeaker with this model.',
    });
  const made = frontEnd.withNormalisation(own.normalisation);
  adapted.set(speaker, (adapted.get(speaker) ?? new Map<string, FrontEnd>()).set(fingerprint, made));
  return made;
}
