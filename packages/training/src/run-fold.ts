import { applyTemperature, predictProbabilities } from '@ser/models';
import type { RunWatch } from './fit/run-watch.js';
import { adaptSpeakers } from './speakers/adapt-speakers.js';
import { predictAdapted } from './speakers/predict-adapted.js';
import { trainNetwork } from './train-network.js';
import type { FoldJob, FoldOutcome } from './workers/fold-job.js';

/** Trains on the training part of a fold, then predicts its test part. */
export async function runFold(
  { test, adaptation, ...part }: FoldJob,
  { onState, ...watch }: RunWatch & { readonly signal?: AbortSignal | undefined } = {},
): Promise<FoldOutcome> {
  const { enrollment, ...adapted } = adaptation ? adaptSpeakers(part, adaptation) : {};
  const { network, normalization, history, temperature } = await trainNetwork(
    { ...part, ...adapted },
    { ...watch, checkpoint: onState && { save: async (state) => onState(state) } },
  );
  try {
    const { window } = part.training;
    const probabilities =
      adaptation && enrollment
        ? predictAdapted(
            network,
            { features: test, speakers: adaptation.testSpeakers, adaptation },
            // `checkRecipe` requires statistics for speaker adaptation.
            { window, normalization: normalization!, enrollment },
          )
        : predictProbabilities(network, test, { window, normalization });
    return { history, temperature, probabilities: probabilities.map((row) => applyTemperature(row, temperature)) };
  } finally {
    network.dispose();
  }
}
