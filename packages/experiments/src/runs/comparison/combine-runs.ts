import { invalidArgument, SerError } from '@ser/core';
import type { UtterancePrediction } from '@ser/training';
import { argMax, measure } from '@ser/training';
import type { RunConfig } from '../run-config.js';
import type { RunData } from '../run-data.js';
import { alignPredictions, requireSameQuestion } from './align-runs.js';

/** Returns the result of the runs as an ensemble, see `Run.combine`. */
export function combineRuns(runs: readonly RunData[]): RunData {
  const [first, ...others] = runs;
  if (!first || others.length === 0) throw invalidArgument('runs', runs.length, 'two or more');
  const rows = first.predictions.map((prediction) => [prediction]);
  for (const other of others) {
    requireSameQuestion(first, other, { sameKind: true });
    for (const [i, pair] of alignPredictions(first, other).entries()) rows[i]!.push(pair[1]);
  }
  const { config } = first;
  const candidates = runs.map((run) => run.config.candidates);
  const predictions = rows.map((answers) => meanPrediction(answers, first.config));
  return {
    config: {
      ...config,
      partial: runs.some((run) => run.config.partial),
      candidates: candidates.every((count) => count !== undefined) ? candidates.reduce((a, b) => a + b, 0) : undefined,
      members: runs.map((run) => run.config),
    },
    metrics: measure(predictions, config.labels),
    folds: first.folds.map((fold) => ({ ...fold, temperature: 1 })),
    predictions,
    histories: [],
  };
}

function meanPrediction(answers: readonly UtterancePrediction[], { labels }: RunConfig): UtterancePrediction {
  const [first] = answers as [UtterancePrediction];
  const other = answers.find(({ fold }) => fold !== first.fold);
  if (other) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `runs of different folds cannot be combined: ${first.id} is in ${first.fold} and in ${other.fold}`,
      { hint: 'Protocols with random folds need the same seed.' },
    );
  }
  const probabilities = labels.map(
    (_, c) => answers.reduce((sum, answer) => sum + answer.probabilities[c]!, 0) / answers.length,
  );
  return { ...first, predicted: labels[argMax(probabilities)]!, probabilities };
}
