import { type EmotionAnswer, meanAffect } from '@ser/core';

/** Least probability of emotions with known coordinates for a tension to be computed. */
const LEAST_KNOWN = 0.5;

/**
 * Returns the tension of an answer, from -1 (calm) to 1 (tense): half of arousal minus valence, averaged over all
 * emotions by their probability. It is the diagonal from "tense" to "calm" of the plane of arousal and valence.
 *
 * @returns undefined if the emotions with known coordinates have a probability below one half.
 * @see J. A. Russell, A circumplex model of affect, Journal of Personality and Social Psychology 39, 1980.
 */
export function tensionOf({ probabilities }: Pick<EmotionAnswer, 'probabilities'>): number | undefined {
  const mean = meanAffect(probabilities, LEAST_KNOWN);
  return mean && (mean.arousal - mean.valence) / 2;
}

/** The tension of some seconds of speech. */
interface Point {
  readonly tension: number;
  readonly seconds: number;
}

/** Least difference of tension that makes a trend. */
const LEAST_CHANGE = 0.1;

/** How many times longer the past is than the present that it is compared with. */
const PAST = 3;

/** The tension of the last seconds of speech, and of those before. */
export class TensionHistory {
  readonly #trendSeconds: number;
  #points: Point[] = [];

  constructor(trendSeconds: number) {
    this.#trendSeconds = trendSeconds;
  }

  push(point: Point): void {
    this.#points.push(point);
    let kept = 0;
    const most = (1 + PAST) * this.#trendSeconds;
    let first = this.#points.length;
    while (first > 0 && kept < most) kept += this.#points[--first]!.seconds;
    this.#points.splice(0, first);
  }

  clear(): void {
    this.#points = [];
  }

  /** Tension of the last seconds; undefined without any. */
  get now(): number | undefined {
    return this.#mean(0, this.#trendSeconds).mean;
  }

  /** Undefined until the present and as many seconds before it are known. */
  get trend(): 'easing' | 'tensing' | 'steady' | undefined {
    const present = this.#mean(0, this.#trendSeconds);
    const past = this.#mean(this.#trendSeconds, (1 + PAST) * this.#trendSeconds);
    // Sums of many short times are not exact.
    if (past.seconds < this.#trendSeconds - 1e-6) return undefined;
    const change = present.mean! - past.mean!;
    return Math.abs(change) < LEAST_CHANGE ? 'steady' : change > 0 ? 'tensing' : 'easing';
  }

  /** The mean over seconds of speech that are counted back from the last one. */
  #mean(from: number, to: number): { readonly mean: number | undefined; readonly seconds: number } {
    let age = 0;
    let sum = 0;
    let total = 0;
    for (const { tension, seconds } of [...this.#points].reverse()) {
      const overlap = Math.min(age + seconds, to) - Math.max(age, from);
      age += seconds;
      if (overlap <= 0) continue;
      sum += overlap * tension;
      total += overlap;
    }
    return { mean: total > 0 ? sum / total : undefined, seconds: total };
  }
}
