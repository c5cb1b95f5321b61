import { invalidArgument } from '@ser/core';
import { finite, numberThat, positive, type Schema, share } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

const schema = v.strictObject({
  /** Share of clips of unseen speakers that the limits were chosen to answer, in (0, 1]. For the record. */
  coverage: numberThat((x) => x > 0 && x <= 1, 'a number in (0, 1]'),
  /** Least probability of the most probable emotion, after calibration, in [0, 1]. */
  minConfidence: share,
  /** Greatest distance of a clip from the training data; any distance if absent. */
  distance: v.optional(
    v.strictObject({
      /** Mean embedding of the training clips of each emotion, [labels][units]. */
      means: v.array(v.array(finite)),
      /** Standard deviation of the embeddings about the mean of their emotion, [units]. */
      std: v.array(positive),
      /** Greatest distance of a clip that is answered. */
      limit: positive,
    }),
  ),
});

/**
 * When a model declines to answer, as plain JSON of the model file: below a least confidence, or farther than a limit
 * from its training data. Both limits come from held-out training speakers.
 */
export type Rejection = Readonly<v.InferOutput<typeof schema>>;

/** The part of a {@link Rejection} that describes where the training data lie. */
export type EmbeddingDistance = NonNullable<Rejection['distance']>;

/** The schema of {@link Rejection}. */
export const rejectionSchema: Schema<Rejection> = schema;

/** Why a model is uncertain: its best answer is not probable enough, or the clip is unlike its training data. */
export type UncertainReason = 'low-confidence' | 'unlike-training';

/** An answer that the model does not stand for, and why. */
export interface Uncertainty<Reason extends string = UncertainReason> {
  readonly reason: Reason;
  /** The reason in words, with its figures. */
  readonly message: string;
}

/**
 * Returns the distance of an embedding from the training data: the root mean square, over the units, of its difference
 * from the nearest mean of an emotion in standard deviations (Lee et al., 2018, "A simple unified framework for detecting
 * out-of-distribution samples", with a diagonal covariance). 1 is typical of training data.
 */
export function distanceTo(embedding: readonly number[], { means, std }: Omit<EmbeddingDistance, 'limit'>): number {
  const squares = means.map((mean) =>
    mean.reduce((sum, value, unit) => sum + ((embedding[unit]! - value) / std[unit]!) ** 2, 0),
  );
  return Math.sqrt(Math.min(...squares) / std.length);
}

/** Returns why an answer is not to be relied on; undefined if it is. */
export function uncertaintyOf(
  { minConfidence, distance }: Rejection,
  confidence: number,
  embedding: readonly number[] | undefined,
): Uncertainty | undefined {
  if (distance && embedding) {
    const measured = distanceTo(embedding, distance);
    if (measured > distance.limit)
      return {
        reason: 'unlike-training',
        message: `the clip is unlike the training data: distance ${measured.toFixed(2)}, at most ${distance.limit.toFixed(2)} is answered`,
      };
  }
  if (confidence >= minConfidence) return undefined;
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  return {
    reason: 'low-confidence',
    message: `the most probable emotion has ${percent(confidence)}, at least ${percent(minConfidence)} is answered`,
  };
}

/** @throws SerError `INVALID_ARGUMENT` unless the means have one row for each label and one value for each unit. */
export function checkRejection({ distance }: Rejection, labels: number, units: number | undefined): void {
  if (!distance) return;
  if (distance.means.length !== labels)
    throw invalidArgument('rejection.distance.means', distance.means.length, `${labels} rows, one for each label`);
  for (const row of [...distance.means, distance.std])
    if (row.length !== units)
      throw invalidArgument('rejection.distance', row.length, `${units} values, one for each unit of the embedding`);
}
