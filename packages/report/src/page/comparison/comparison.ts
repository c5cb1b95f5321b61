import type { Estimate } from '@ser/core';
import { points } from '../../drawing/format.js';

/** Two runs on the same utterances, compared. */
export interface ReportComparison {
  readonly nameA: string;
  readonly nameB: string;
  readonly utterances: number;
  readonly speakers: number;
  /** UAR of each run, in [0, 1]. */
  readonly uar: { readonly a: number; readonly b: number };
  /** UAR of `b` minus UAR of `a`, with its interval over speakers. */
  readonly uarDifference: Estimate;
  /** McNemar's test on the utterances that only one of the two runs recognizes. */
  readonly mcNemar: {
    readonly onlyA: number;
    readonly onlyB: number;
    readonly pValue: number;
  };
}

/**
 * Number of speakers from which an interval over speakers can name a better run. With fewer, the interval is too
 * narrow: of two equally good runs it calls one better in 40 % of cases with 2 speakers, 16 % with 4, 11 % with 6.
 */
const ENOUGH_SPEAKERS = 8;

/**
 * Returns why a comparison over this number of speakers cannot name a better run, or undefined if it can.
 *
 * @example
 * tooFewSpeakers(4); // '4 speakers are too few to say which run is better: at least 8 are needed.'
 * tooFewSpeakers(10); // undefined
 */
export function tooFewSpeakers(speakers: number): string | undefined {
  if (speakers >= ENOUGH_SPEAKERS) return undefined;
  return `${speakers === 1 ? '1 speaker is' : `${speakers} speakers are`} too few to say which run is better: at least ${ENOUGH_SPEAKERS} are needed.`;
}

/** Formats a difference of two fractions in percentage points with its sign, e.g. `+3.1`. */
export const signedPoints = (value: number): string => `${value < 0 ? '\u2212' : '+'}${points(Math.abs(value))}`;

/** Returns the conclusion of a comparison in one sentence. */
export function verdictOf({ nameA, nameB, uarDifference, mcNemar, speakers }: ReportComparison): string {
  const caveat = tooFewSpeakers(speakers);
  if (caveat !== undefined) return `${nameB} and ${nameA}: ${caveat}`;
  if (uarDifference.ci95 === undefined) return `${nameB} and ${nameA}: no interval, so no run is called better.`;
  const [low, high] = uarDifference.ci95;
  const better = low > 0 ? nameB : high < 0 ? nameA : undefined;
  const worse = better === nameB ? nameA : nameB;
  if (better === undefined) return `No difference between ${nameB} and ${nameA} is shown: the interval contains 0.`;
  if (mcNemar.pValue >= 0.05)
    return `${better} has the higher UAR over speakers, but McNemar\u2019s test finds no difference over clips (p ≥ 0.05).`;
  return `${better} is better than ${worse}, by the interval over speakers and by McNemar\u2019s test over clips.`;
}
