import { applyTemperature } from '@ser/models';
import type { FitOptions } from './fit.js';
import type { FoldJob, FoldOutcome } from './fold-job.js';
import { predictProbabilities } from './predict-probabilities.js';
import { trainNetwork } from './train-network.js';

/** Trains on a fold's training part, and only then reads and predicts its test part. */
export async function runFold(
  { test, ...part }: FoldJob,
  watch: Pick<FitOptions, 'onEpoch' | 'signal'> = {},
): Promise<FoldOutcome> {
  const { network, normalisation, history, temperature } = await trainNetwork(part, watch);
  try {
    const { window } = part.training;
    const probabilities = predictProbabilities(network, test, { window, normalisation });
    return { history, temperature, probabilities: probabilities.map((row) => applyTemperature(row, temperature)) };
  } finally {
    network.dispose();
  }
}
