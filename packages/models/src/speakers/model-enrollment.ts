import { invalidArgument, SerError } from '@ser/core';
import type { FrontEnd } from '@ser/dsp';
import * as v from 'valibot';
import { integerFrom, parseOptions, positive } from '../schema/parse.js';
import type { CoefficientStatistics } from './fit-normalization.js';

/** How a model knew its training speakers, and so how it wants to know others. */
export type EnrollmentKind = 'enrolled' | 'speaker';

/**
 * What a model needs to get to know a speaker as it knew those it was trained with. It is part of the model's file.
 * A model without it was trained with strangers.
 */
export interface ModelEnrollment {
  /**
   * - `enrolled`: by a few neutral clips, which shift the statistics that normalize the speaker's features.
   * - `speaker`: by many clips of whatever emotions, whose own statistics normalize the speaker's features.
   */
  readonly kind: EnrollmentKind;
  /** Clips by which each training speaker was known; where the numbers differ, the least. */
  readonly clips: number;
  /** How many clips the statistics of all speakers are worth, see `EnrollmentOptions`. */
  readonly shrinkage: number;
  /** Whether the standard deviations are adapted too. */
  readonly scale: boolean;
  /** Statistics of the clips by which training speakers were known: what a speaker is compared with. The front end's own if absent. */
  readonly reference?: CoefficientStatistics;
}

/** A finite number of at least 0. */
export const shrinkageSchema: v.GenericSchema<unknown, number> = v.pipe(
  v.number('a finite number of at least 0'),
  v.check((value) => value >= 0 && Number.isFinite(value), 'a finite number of at least 0'),
);

/** The schema of statistics. */
export const statisticsSchema: v.GenericSchema<unknown, CoefficientStatistics> = v.object({
  mean: v.array(v.pipe(v.number('a finite number'), v.finite('a finite number'))),
  std: v.array(positive),
});

/** The schema of what a model file says of enrollment. */
export const modelEnrollmentSchema: v.GenericSchema<unknown, ModelEnrollment> = v.strictObject({
  kind: v.picklist(['enrolled', 'speaker'], 'enrolled or speaker'),
  clips: integerFrom(1),
  shrinkage: shrinkageSchema,
  scale: v.boolean('true or false'),
  reference: v.exactOptional(statisticsSchema),
});

/** By what clips a model knows a speaker, in words, e.g. `a few neutral clips (4 of each speaker in training)`. */
export const describeEnrollment = ({ kind, clips }: ModelEnrollment): string =>
  kind === 'enrolled'
    ? `a few neutral clips (${clips} of each speaker in training)`
    : `many clips of whatever emotions (${clips} or more of each speaker in training)`;

/** @throws SerError `INVALID_ARGUMENT` unless statistics have one mean and deviation for each coefficient. */
export function requireCoefficients(name: string, statistics: CoefficientStatistics, coeffs: number): void {
  for (const part of ['mean', 'std'] as const)
    if (statistics[part].length !== coeffs)
      throw invalidArgument(`${name}.${part}`, statistics[part], `${coeffs} numbers, one for each coefficient`);
}

/** A copy of what is to be a model's; throws `INVALID_ARGUMENT` if it is none or does not fit the front end. */
export function checkModelEnrollment(enrollment: ModelEnrollment, { config, coeffs }: FrontEnd): ModelEnrollment {
  const checked = parseOptions('enrollment', modelEnrollmentSchema, enrollment);
  if (!config.normalization)
    throw new SerError('INVALID_ARGUMENT', 'enrollment needs a front end that normalizes', {
      hint: 'Give the front end normalization statistics.',
    });
  if (checked.reference) requireCoefficients('enrollment.reference', checked.reference, coeffs);
  return checked;
}
