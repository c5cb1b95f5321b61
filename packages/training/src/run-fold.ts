import { applyTemperature, predictProbabilities } from '@ser/models';
import type { RunWatch } from './fit/run-watch.js';
import { adaptSpeakers } from './speakers/adapt-speakers.js';
import { predictKnownSpeakers } from './speakers/predict-known-speakers.js';
import { trainNetwork } from './train-network.js';
import type { FoldJob, FoldOutcome } from './workers/fold-job.js';

/** Trains on a fold's training part, and only then predicts its test part. */
export async function runFold(
  { test, known, ...part }: FoldJob,
  { onState, ...watch }: RunWatch & { readonly signal?: AbortSignal } = {},
): Promise<FoldOutcome> {
  const { enrollment, ...adapted } = known ? adaptSpeakers(part, known) : {};
  const { network, normalization, history, temperature } = await trainNetwork(
    { ...part, ...adapted },
    { ...watch, ...(onState ? { checkpoint: { save: async (state) => onState(state) } } : {}) },
  );
  try {
    const { window } = part.training;
    const probabilities =
      known && enrollment
        ? predictKnownSpeakers(
            network,
            { features: test, speakers: known.testSpeakers, known },
            // `checkRecipe` wants statistics where speakers are known.
            { window, normalization: normalization!, enrollment },
          )
        : predictProbabilities(network, test, { window, normalization });
    return { history, temperature, probabilities: probabilities.map((row) => applyTemperature(row, temperature)) };
  } finally {
    network.dispose();
  }
}
