// Calibrates a trained model for voices of other corpora than those it was trained on: a temperature from held-out speakers of
// the same corpora is far too sure of itself elsewhere, and the model names some emotions too often there.
import { openCorpus } from '../../packages/datasets/dist/node.js';
import { SerModel, startBackend } from '../../packages/models/dist/index.js';
import {
  confidentAnswers,
  evaluate,
  fitTemperature,
  thresholdForCoverage,
} from '../../packages/training/dist/index.js';
import { fitOutputBiases, subtractOutputBiases } from './output-biases.mjs';

/**
 * Calibrates the model in `folder`: with `corpus`, by the biases of its output, the temperature and the least confidence that
 * fit this corpus; else by the temperature and least confidence given.
 */
export async function calibratePretrained(folder, { corpus, temperature, minConfidence }) {
  await startBackend();
  const model = await SerModel.load(folder);
  const calibrated = corpus
    ? await fitted(model, await openCorpus(corpus))
    : model.withTemperature(temperature).withRejection({ ...model.rejection, minConfidence });
  await calibrated.save(folder, { precision: 'float16' });
}

async function fitted(trained, corpus) {
  const ids = corpus.utterances.filter(({ emotion }) => trained.labels.includes(emotion)).map(({ id }) => id);
  const answers = async (model) => {
    const { predictions } = await evaluate(model, corpus, ids);
    return {
      predictions,
      probabilities: predictions.map(({ probabilities }) => probabilities),
      labels: predictions.map(({ truth }) => model.labels.indexOf(truth)),
    };
  };
  const before = await answers(trained.withTemperature(1));
  const model = subtractOutputBiases(trained, fitOutputBiases(before.probabilities, before.labels)).withTemperature(1);
  const uncalibrated = await answers(model);
  const temperature = fitTemperature(uncalibrated.probabilities, uncalibrated.labels);
  const { predictions } = await answers(model.withTemperature(temperature));
  const { coverage } = model.rejection;
  const { threshold } = thresholdForCoverage(confidentAnswers(predictions, model.labels), coverage);
  return model.withTemperature(temperature).withRejection({ ...model.rejection, minConfidence: threshold });
}
