import {
  addConfusion,
  type BootstrapOptions,
  confusionMatrix,
  groupBySpeaker,
  percentileBootstrap,
  scoresOf,
} from '@ser/training';
import type { EvaluatedRun } from '../evaluated-run.js';
import { alignPredictions, requireSameQuestion } from './align-runs.js';
import { type McNemar, mcNemarTest } from './mcnemar.js';

/** Options of `compareRuns`. */
export interface CompareOptions extends BootstrapOptions {
  /**
   * Allows runs with different speaker adaptation, to measure the gain from enrollment. Utterances that both runs evaluate
   * are compared. False by default.
   */
  acrossAdaptations?: boolean | undefined;
}

/** The comparison of two runs. All rates are fractions of 1. */
export interface RunComparison {
  /** Number of utterances and speakers that both runs evaluate. */
  readonly utterances: number;
  readonly speakers: number;
  /** UAR of each run on these utterances. */
  readonly uar: { readonly a: number; readonly b: number };
  /** UAR of `b` minus UAR of `a`: above 0 if `b` is better. */
  readonly uarDifference: number;
  /** 95 % interval of the difference from a bootstrap over speakers (or of another `coverage`). */
  readonly ci95: readonly [number, number];
  readonly mcNemar: McNemar;
}

/**
 * Compares two runs with McNemar's test over utterances, and with a paired bootstrap of the difference in UAR over speakers, in
 * which both runs are measured on the same drawn speakers. See `Run.compare`.
 *
 * @throws SerError `INVALID_ARGUMENT` for runs of different corpora, protocols, emotions, speaker adaptation or utterances.
 */
export function compareRuns(
  a: EvaluatedRun,
  b: EvaluatedRun,
  { acrossAdaptations = false, ...bootstrap }: CompareOptions = {},
): RunComparison {
  requireSameQuestion(a, b, { sameKind: !acrossAdaptations });
  const pairs = alignPredictions(a, b, acrossAdaptations ? 'leave-out' : 'refuse');
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
