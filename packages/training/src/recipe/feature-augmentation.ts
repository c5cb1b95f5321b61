import { invalidArgument, SerError } from '@ser/core';
import type { FrontEndConfig } from '@ser/dsp';
import * as v from 'valibot';
import { count, finite, numberThat, type Plain } from './values.js';

/** Bands of a front end that does not say how many, as librosa's. */
const MEL_BANDS = 128;

const probability = numberThat((x) => x > 0 && x <= 1, 'a number in (0, 1]');
const decibels = numberThat((x) => x > 0 && x <= 60, 'a number of dB in (0, 60]');

const clipEntries = {
  /** Tempo: the clip is read faster or slower by a factor from 1 − `tempo` to 1 + `tempo`; in (0, 0.5]. */
  tempo: v.optional(numberThat((x) => x > 0 && x <= 0.5, 'a number in (0, 0.5]')),
  /** Voice size: bands are read up to this many bands above or below their own place, fractions included; in (0, 32]. */
  bandShift: v.optional(numberThat((x) => x > 0 && x <= 32, 'a number in (0, 32]')),
  /** Channel: a gain for each band, a line through `knots` (at least 2, default 5) normal numbers of `deviation` dB. */
  equalizer: v.optional(
    v.strictObject({
      deviation: decibels,
      knots: v.optional(
        numberThat((x) => Number.isSafeInteger(x) && x >= 2, 'an integer of at least 2'),
        5,
      ),
    }),
  ),
  /**
   * Background: with `probability` (default 1), a steady noise is added in power. It lies at a level from `level`, a
   * least and a greatest number of dB relative to the clip's mean over all frames and bands. Its spectrum is a line
   * through 5 normal numbers of `deviation` dB (default 0: level over the bands).
   */
  noiseFloor: v.optional(
    v.strictObject({
      level: v.pipe(
        v.tuple([finite, finite], 'a least and a greatest number of dB'),
        v.check(([least, greatest]) => least <= greatest, 'a least and a greatest number of dB'),
      ),
      deviation: v.optional(
        numberThat((x) => x >= 0 && x <= 60, 'a number of dB in [0, 60]'),
        0,
      ),
      probability: v.optional(probability, 1),
    }),
  ),
  /**
   * Bandwidth: with `probability`, all bands from a random one at or above `fromBand` hold only the clip's smallest
   * value.
   */
  bandLimit: v.optional(v.strictObject({ fromBand: count, probability })),
};

const clipAugmentationSchema = v.strictObject(clipEntries);

/** The schema of {@link Augmentation}: its type, defaults and limits. */
export const featureAugmentationSchema = v.strictObject({
  ...clipEntries,
  /**
   * Mixup (Zhang et al., 2018): each window and its target are blended with those of another row of the shard, in
   * shares from a beta distribution with both parameters equal to this number, in (0, 1].
   */
  mixup: v.optional(probability),
  /** SpecAugment (Park et al., 2019) over time: `count` runs of up to `frames` frames are set to the mean. */
  timeMasks: v.optional(v.strictObject({ count, frames: count })),
  /** SpecAugment over coefficients: `count` runs of up to `coeffs` neighboring coefficients are set to the mean. */
  coeffMasks: v.optional(v.strictObject({ count, coeffs: count })),
});

/**
 * How the features of a whole clip are changed before its window is cut, as plain JSON. A field that is absent is off.
 * All but `tempo` are for log-mel bands in decibels.
 */
export type ClipAugmentation = Plain<v.InferInput<typeof clipAugmentationSchema>>;

/** {@link ClipAugmentation} with its defaults filled in. */
export type CompleteClipAugmentation = Plain<v.InferOutput<typeof clipAugmentationSchema>>;

/** How training clips and their windows are augmented, as plain JSON. A field that is absent is off. */
export type Augmentation = Plain<v.InferInput<typeof featureAugmentationSchema>>;

/** {@link Augmentation} with its defaults filled in. */
export type CompleteAugmentation = Plain<v.InferOutput<typeof featureAugmentationSchema>>;

/** Throws `INVALID_ARGUMENT` if an augmentation of bands is for a front end that has no bands, or too few. */
export function checkBands(augmentation: ClipAugmentation, { features, deltas }: FrontEndConfig): void {
  const { bandLimit } = augmentation;
  const step = (['bandShift', 'equalizer', 'noiseFloor', 'bandLimit'] as const).find(
    (name) => augmentation[name] !== undefined,
  );
  if (step === undefined) return;
  const [feature] = features;
  const isBands = features.length === 1 && feature?.kind === 'logMel' && feature.log !== 'ln' && !deltas;
  if (!isBands) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `augmentation.${step} needs a front end of log-mel bands in decibels alone`,
      {
        hint: "Use features: [{ kind: 'logMel' }] without deltas, or leave the step out.",
      },
    );
  }
  const bands = feature.nMels ?? MEL_BANDS;
  if (bandLimit && bandLimit.fromBand >= bands) {
    throw invalidArgument('augmentation.bandLimit.fromBand', bandLimit.fromBand, `below the ${bands} bands`);
  }
}
