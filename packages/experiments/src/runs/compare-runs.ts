import {
  addConfusion,
  type BootstrapOptions,
  confusionMatrix,
  groupBySpeaker,
  percentileBootstrap,
  scoresOf,
} from '@ser/training';
import { alignPredictions, requireSameQuestion } from './align-runs.js';
import type { EvaluatedRun } from './evaluated-run.js';
import { type McNemar, mcNemarTest } from './mcnemar.js';

/** Options of {@link compareRuns}. */
export interface CompareOptions extends BootstrapOptions {
  /**
   * Allows runs with different normalization, to measure what enrollment gains; the utterances that both have judged are
   * compared. False by default.
   */
  acrossNormalizations?: boolean | undefined;
}

/** How two runs differ. All rates are fractions of 1. */
export interface RunComparison {
  /** Utterances and speakers that both have judged. */
  readonly utterances: number;
  readonly speakers: number;
  /** UAR of each on these utterances. */
  readonly uar: { readonly a: number; readonly b: number };
  /** UAR of `b` less UAR of `a`: above 0 if `b` is better. */
  readonly uarDifference: number;
  /** 95 % interval of the difference, by bootstrap over speakers (another coverage if it was asked for). */
  readonly ci95: readonly [number, number];
  readonly mcNemar: McNemar;
}

/**
 * Whether one run is better than another: McNemar's test over utterances, and a paired bootstrap of the difference in
 * UAR over speakers, in which both are judged on the same drawn speakers.
 *
 * @throws SerError `INVALID_ARGUMENT` for runs of different corpora, protocols, emotions, normalization or utterances.
 * @example
 * const { uarDifference, ci95, mcNemar } = compareRuns(await readRun('results/cnn'), await readRun('results/lstm'));
 */
export function compareRuns(
  a: EvaluatedRun,
  b: EvaluatedRun,
  { acrossNormalizations = false, ...bootstrap }: CompareOptions = {},
): RunComparison {
  requireSameQuestion(a, b, { sameKind: !acrossNormalizations });
  const pairs = alignPredictions(a, b, acrossNormalizations ? 'leave-out' : 'refuse');
  const { labels } = a.config;
  const ofA = groupBySpeaker(pairs.map(([own]) => own));
  const ofB = groupBySpeaker(pairs.map(([, own]) => own));
  const tables = ofA.map(([, own], i) => ({ a: confusionMatrix(own, labels), b: confusionMatrix(ofB[i]![1], labels) }));
  const uarsOf = (drawn: readonly (typeof tables)[number][]): { a: number; b: number } => ({
    a: scoresOf(addConfusion(drawn.map((table) => table.a))).uar,
    b: scoresOf(addConfusion(drawn.map((table) => table.b))).uar,
  });
  const uar = uarsOf(tables);
  const right = pairs.map((pair) => pair.map(({ truth, predicted }) => truth === predicted));
  return {
    utterances: pairs.length,
    speakers: tables.length,
    uar,
    uarDifference: uar.b - uar.a,
    ci95: percentileBootstrap(
      tables,
      (drawn) => {
        const again = uarsOf(drawn);
        return again.b - again.a;
      },
      bootstrap,
    ),
    mcNemar: mcNemarTest(
      right.filter(([inA, inB]) => inA && !inB).length,
      right.filter(([inA, inB]) => !inA && inB).length,
    ),
  };
}
