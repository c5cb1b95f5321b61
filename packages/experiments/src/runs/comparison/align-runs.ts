import { SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';
import type { EvaluatedRun } from '../evaluated-run.js';

const refuse = (what: string, a: unknown, b: unknown): SerError =>
  new SerError('INVALID_ARGUMENT', `runs of different ${what} cannot be compared: ${a} and ${b}`);

/** Throws unless two runs have the same corpus, protocol, emotions and, if `sameKind`, speaker adaptation. */
export function requireSameQuestion(a: EvaluatedRun, b: EvaluatedRun, { sameKind }: { sameKind: boolean }): void {
  if (a.config.corpus !== b.config.corpus) throw refuse('corpora', a.config.corpus, b.config.corpus);
  if (a.config.protocol !== b.config.protocol) throw refuse('protocols', a.config.protocol, b.config.protocol);
  if (a.config.labels.join() !== b.config.labels.join()) throw refuse('emotions', a.config.labels, b.config.labels);
  const [kindA, kindB] = [a, b].map(({ config }) => config.speakerAdaptation ?? 'none');
  if (sameKind && kindA !== kindB) throw refuse('speaker adaptation', kindA, kindB);
}

/**
 * Returns the predictions of both runs for each utterance, in the order of `a`.
 *
 * @param common whether utterances of one run only are left out or refused.
 * @throws SerError `INVALID_ARGUMENT` if utterances differ, have different true classes, or none is left.
 */
export function alignPredictions(
  a: EvaluatedRun,
  b: EvaluatedRun,
  common: 'leave-out' | 'refuse' = 'refuse',
): [UtterancePrediction, UtterancePrediction][] {
  const others = new Map(b.predictions.map((prediction) => [prediction.id, prediction]));
  const pairs = a.predictions.flatMap((prediction): [UtterancePrediction, UtterancePrediction][] => {
    const other = others.get(prediction.id);
    return other ? [[prediction, other]] : [];
  });
  const differ = pairs.length < a.predictions.length || pairs.length < b.predictions.length;
  if ((differ && common === 'refuse') || pairs.length === 0) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `runs of different utterances cannot be compared: ${a.predictions.length} and ` +
        `${b.predictions.length}, ${pairs.length} of them in both`,
    );
  }
  const changed = pairs.find(([one, other]) => one.truth !== other.truth || one.speaker !== other.speaker);
  if (changed) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `the runs state different speakers or true classes of utterance ${changed[0].id}`,
    );
  }
  return pairs;
}
