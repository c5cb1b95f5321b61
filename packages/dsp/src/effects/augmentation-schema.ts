import { listUpTo, numberFrom, onFirstUse, type Plain, share, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';

/** A lowest and a highest value within limits; values are drawn uniformly between them. */
const rangeWithin = (low: number, high: number) => {
  const allowed = `a lowest and a highest number within [${low}, ${high}]`;
  return v.pipe(
    v.strictTuple([v.number(allowed), v.number(allowed)], allowed),
    v.check(([least, most]) => low <= least && least <= most && most <= high, allowed),
  );
};

const step = <const K extends string, const E extends v.ObjectEntries>(kind: K, entries: E) =>
  v.strictObject({
    kind: v.literal(kind),
    ...entries,
    /** Probability that the step is taken, 0 to 1. Default 1. */
    probability: v.optional(share, 1),
  });

const stepSchema = () =>
  v.variant('kind', [
    step('noise', {
      /** White noise, pink noise (−3 dB an octave), or babble of the voices given to `augment`. */
      color: word('white', 'pink', 'babble'),
      /** Signal-to-noise ratio in dB, from −60 to 120. */
      snrDb: rangeWithin(-60, 120),
    }),
    step('room', {
      /** Time in seconds in which sound decays by 60 dB, from 0.05 to 1.5. */
      rt60: rangeWithin(0.05, 1.5),
    }),
    step('speed', {
      /** Factor on speed and pitch, from 0.5 to 2. */
      factor: rangeWithin(0.5, 2),
    }),
    step('tempo', {
      /** Factor on speed at the same pitch, from 0.5 to 2. */
      factor: rangeWithin(0.5, 2),
    }),
    step('pitch', {
      /** Semitones up, down if below 0, from −12 to 12. */
      semitones: rangeWithin(-12, 12),
    }),
    step('gain', {
      /** Gain in dB, from −60 to 60. */
      db: rangeWithin(-60, 60),
    }),
    step('band', {
      /** Lowest frequency that stays, in Hz, 0 to 96 000. */
      lowHz: numberFrom(0, 96_000),
      /** Highest frequency that stays, in Hz, above `lowHz` and below half the sample rate. */
      highHz: numberFrom(0, 96_000),
    }),
    step('crop', {
      /** Length of the part that stays, in seconds, 0.01 to 3600. */
      seconds: numberFrom(0.01, 3600),
    }),
  ]);

/** Returns the schema of a list of 1 to 64 {@link AugmentationStep}: its type, defaults and limits. */
export const augmentationSchema = /* @__PURE__ */ onFirstUse(() => listUpTo(stepSchema(), 64));

/** One way to change a clip, as plain JSON; each range `[least, greatest]` is drawn from again for each clip. */
export type AugmentationStep = Plain<v.InferInput<ReturnType<typeof stepSchema>>>;
