import { invalidArgument, SerError } from '@ser/core';
import { checkFields, count, finite, flag, notNegative, type Plain, positive, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { FrontEnd } from '@ser/dsp';
import type { CoefficientStatistics } from './fit-normalization.js';

/** The schema of {@link CoefficientStatistics}. */
export const statisticsSchema: v.GenericSchema<CoefficientStatistics> = v.object({
  mean: v.array(finite),
  std: v.array(positive),
});

/** The schema of {@link ModelEnrollment}. */
export const modelEnrollmentSchema = v.strictObject({
  /**
   * - `enrolled`: from a few neutral clips, which shift the statistics that normalize the features of the speaker.
   * - `speaker`: from many clips of any emotions, whose statistics normalize the features of the speaker.
   */
  kind: word('enrolled', 'speaker'),
  /** Clips that each training speaker was enrolled from, at least 1; the smallest number if they differ. */
  clips: count,
  /** Number of clips that the statistics of all speakers count as, at least 0; see `EnrollmentOptions`. */
  shrinkage: notNegative,
  /** True if the standard deviations are adapted too. */
  scale: flag,
  /**
   * Statistics of the clips that the training speakers were enrolled from, which a speaker is compared with; those of the
   * front end if absent.
   */
  reference: v.optional(statisticsSchema),
});

/**
 * How a model enrolls a speaker: the same way as its training speakers. It is part of the model's file. A model without
 * it was trained without enrollment.
 */
export type ModelEnrollment = Plain<v.InferOutput<typeof modelEnrollmentSchema>>;

/** How a model enrolled its training speakers, and so how it enrolls others. */
export type EnrollmentKind = ModelEnrollment['kind'];

/** Returns which clips a speaker is enrolled from, in words, e.g. `a few neutral clips (4 of each speaker in training)`. */
export const describeEnrollment = ({ kind, clips }: ModelEnrollment): string =>
  kind === 'enrolled'
    ? `a few neutral clips (${clips} of each speaker in training)`
    : `many clips of any emotions (${clips} or more of each speaker in training)`;

/** @throws SerError `INVALID_ARGUMENT` unless statistics have one mean and deviation for each coefficient. */
export function requireCoefficients(name: string, statistics: CoefficientStatistics, coeffs: number): void {
  for (const part of ['mean', 'std'] as const)
    if (statistics[part].length !== coeffs)
      throw invalidArgument(`${name}.${part}`, statistics[part], `${coeffs} numbers, one for each coefficient`);
}

/**
 * Returns a checked copy of the enrollment of a model.
 *
 * @throws SerError `INVALID_ARGUMENT` if a field is wrong or does not fit the front end.
 */
export function checkModelEnrollment(enrollment: ModelEnrollment, { config, coeffs }: FrontEnd): ModelEnrollment {
  const checked = checkFields(modelEnrollmentSchema, enrollment, { name: 'enrollment' });
  if (!config.normalization)
    throw new SerError('INVALID_ARGUMENT', 'enrollment needs a front end that normalizes', {
      hint: 'Give the front end normalization statistics.',
    });
  if (checked.reference) requireCoefficients('enrollment.reference', checked.reference, coeffs);
  return checked;
}
