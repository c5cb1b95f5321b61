import { SerError } from '@ser/core';
import { applyTemperature, predictProbabilities, withEmbedding } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import type { RunWatch } from './fit/run-watch.js';
import { mapEmbeddings } from './metrics/embedding-map.js';
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
    const predict = (model: LayersModel): number[][] =>
      adaptation && enrollment
        ? predictAdapted(
            model,
            { features: test, speakers: adaptation.testSpeakers, adaptation },
            // `checkRecipe` requires statistics for speaker adaptation.
            { window, normalization: normalization!, enrollment },
          )
        : predictProbabilities(model, test, { window, normalization });
    const embedding = embeddingOf(network);
    return {
      history,
      temperature,
      probabilities: predict(network).map((row) => applyTemperature(row, temperature)),
      map: embedding && (await mapEmbeddings(predict(embedding))),
    };
  } finally {
    network.dispose();
  }
}

/** Returns a network that shares the weights of a classifier and gives its embedding; undefined if it has none. */
function embeddingOf(network: LayersModel): LayersModel | undefined {
  try {
    const { inputs, outputs } = withEmbedding(network);
    return tfl.model({ inputs, outputs: outputs[1]! });
  } catch (error) {
    if (error instanceof SerError && error.code === 'INVALID_MODEL') return undefined;
    throw error;
  }
}
