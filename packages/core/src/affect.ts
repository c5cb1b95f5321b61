import { isKnownEmotion, type KnownEmotion } from './emotions.js';

/** Coordinates of an emotion in the plane of valence and arousal. */
export interface Affect {
  /** From -1 (unpleasant) to 1 (pleasant). */
  readonly valence: number;
  /** From -1 (sleepy) to 1 (excited). */
  readonly arousal: number;
  /** The word of the source that the numbers belong to; absent for neutral, the origin by definition. */
  readonly term?: string | undefined;
}

/** Source of the coordinates. */
export const AFFECT_SOURCE: string =
  'J. A. Russell and A. Mehrabian, Evidence for a three-factor theory of emotions, Journal of Research in Personality 11, 1977, table 4: mean pleasure and arousal';

/**
 * Valence and arousal of each emotion of `EMOTIONS`, from the table that {@link AFFECT_SOURCE} names.
 *
 * Five emotions are not in the table under their own name, and take the nearest term: apologetic (repentant), assertive
 * (bold), calm (relaxed), concerned (troubled), encouraging (friendly).
 */
export const AFFECT: Readonly<Record<KnownEmotion, Affect>> = {
  angry: { valence: -0.51, arousal: 0.59, term: 'angry' },
  anxious: { valence: 0.01, arousal: 0.59, term: 'anxious' },
  apologetic: { valence: -0.06, arousal: 0.06, term: 'repentant' },
  assertive: { valence: 0.44, arousal: 0.61, term: 'bold' },
  bored: { valence: -0.65, arousal: -0.62, term: 'bored' },
  calm: { valence: 0.68, arousal: -0.46, term: 'relaxed' },
  concerned: { valence: -0.63, arousal: 0.16, term: 'troubled' },
  contemptuous: { valence: -0.24, arousal: 0.31, term: 'contemptuous' },
  disgusted: { valence: -0.6, arousal: 0.35, term: 'disgusted' },
  encouraging: { valence: 0.69, arousal: 0.35, term: 'friendly' },
  excited: { valence: 0.62, arousal: 0.75, term: 'excited' },
  fearful: { valence: -0.64, arousal: 0.6, term: 'fearful' },
  happy: { valence: 0.81, arousal: 0.51, term: 'happy' },
  neutral: { valence: 0, arousal: 0 },
  sad: { valence: -0.63, arousal: -0.27, term: 'sad' },
  surprised: { valence: 0.4, arousal: 0.67, term: 'surprised' },
};

/** A place in the plane of valence and arousal, each from -1 to 1. */
export type AffectPoint = Pick<Affect, 'valence' | 'arousal'>;

/**
 * Returns the mean valence and arousal of ranked emotions, weighted by their probabilities.
 *
 * @param probabilities emotions that are not in {@link AFFECT} do not count.
 * @param leastKnown least sum of the probabilities that count, from 0 to 1.
 * @returns the mean; undefined if none counts, or less than `leastKnown`.
 * @example
 * meanAffect([{ label: 'happy', probability: 0.5 }, { label: 'neutral', probability: 0.5 }]);
 * // { valence: 0.405, arousal: 0.255 }
 */
export function meanAffect(
  probabilities: readonly { readonly label: string; readonly probability: number }[],
  leastKnown: number = 0,
): AffectPoint | undefined {
  let [valence, arousal, known] = [0, 0, 0];
  for (const { label, probability } of probabilities) {
    if (!isKnownEmotion(label)) continue;
    const point = AFFECT[label];
    valence += probability * point.valence;
    arousal += probability * point.arousal;
    known += probability;
  }
  return known > 0 && known >= leastKnown ? { valence: valence / known, arousal: arousal / known } : undefined;
}
