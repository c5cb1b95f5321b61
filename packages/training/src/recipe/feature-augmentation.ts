import { invalidArgument, SerError } from '@ser/core';
import { count, finite, numberThat, type Plain } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { FrontEndConfig } from '@ser/dsp';

/** Number of mel bands by default, as in librosa. */
const MEL_BANDS = 128;

const probability = numberThat((x) => x > 0 && x <= 1, 'a number in (0, 1]');
const decibels = numberThat((x) => x > 0 && x <= 60, 'a number of dB in (0, 60]');

const clipEntries = {
  /** Tempo: the clip is played faster or slower by a factor from 1 − `tempo` to 1 + `tempo`; in (0, 0.5]. */
  tempo: v.optional(numberThat((x) => x > 0 && x <= 0.5, 'a number in (0, 0.5]')),
  /** Vocal tract length: all bands move up or down by at most this many bands, fractions included; in (0, 32]. */
  bandShift: v.optional(numberThat((x) => x > 0 && x <= 32, 'a number in (0, 32]')),
  /** Channel: a gain for each band, a line through `knots` (at least 2, default 5) normal random numbers of `deviation` dB. */
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
   * Dynamic range: each coefficient is stretched about its mean over the clip, by a factor on a line through 5 random numbers
   * from 1 − `dynamicRange` to 1 + `dynamicRange`; in (0, 0.9]. Noise, rooms and compression change it from corpus to corpus.
   */
  dynamicRange: v.optional(numberThat((x) => x > 0 && x <= 0.9, 'a number in (0, 0.9]')),
  /**
   * Background: with `probability` (default 1), a stationary noise is added in power. Its level is drawn from `level`, a
   * minimum and a maximum in dB relative to the clip's mean over all frames and bands. Its spectrum is a line through 5
   * normal random numbers of `deviation` dB (default 0: a flat spectrum).
   */
  noiseFloor: v.optional(
    v.strictObject({
      level: v.pipe(
        v.tuple([finite, finite], 'a minimum and a maximum in dB'),
        v.check(([least, greatest]) => least <= greatest, 'a minimum and a maximum in dB'),
      ),
      deviation: v.optional(
        numberThat((x) => x >= 0 && x <= 60, 'a number of dB in [0, 60]'),
        0,
      ),
      probability: v.optional(probability, 1),
    }),
  ),
  /**
   * Bandwidth: with `probability`, all bands from a random one at or above `fromBand` are set to the clip's smallest value.
   */
  bandLimit: v.optional(v.strictObject({ fromBand: count, probability })),
};

const clipAugmentationSchema = v.strictObject(clipEntries);

/** The schema of {@link FeatureAugmentation}: its type, defaults and limits. */
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
 * How the features of a whole clip are augmented before its window is cut, as plain JSON. An absent field is off.
 * All but `tempo` and `dynamicRange` are for log-mel bands in decibels.
 */
export type ClipAugmentation = Plain<v.InferInput<typeof clipAugmentationSchema>>;

/** {@link ClipAugmentation} with its defaults filled in. */
export type CompleteClipAugmentation = Plain<v.InferOutput<typeof clipAugmentationSchema>>;

/** How the features of training clips and their windows are augmented, as plain JSON. An absent field is off. */
export type FeatureAugmentation = Plain<v.InferInput<typeof featureAugmentationSchema>>;

/** {@link FeatureAugmentation} with its defaults filled in. */
export type CompleteFeatureAugmentation = Plain<v.InferOutput<typeof featureAugmentationSchema>>;

/** @throws SerError `INVALID_ARGUMENT` if an augmentation of bands is for a front end without bands, or with too few. */
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
      `featureAugmentation.${step} needs a front end of log-mel bands in decibels alone`,
      {
        hint: "Use features: [{ kind: 'logMel' }] without deltas, or remove the step.",
      },
    );
  }
  const bands = feature.nMels ?? MEL_BANDS;
  if (bandLimit && bandLimit.fromBand >= bands) {
    throw invalidArgument('featureAugmentation.bandLimit.fromBand', bandLimit.fromBand, `below the ${bands} bands`);
  }
}
