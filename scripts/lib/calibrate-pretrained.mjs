// Calibrates a trained model for voices of other corpora than those it was trained on: a temperature from held-out speakers of
// the same corpora is far too sure of itself elsewhere.
import { openCorpus } from '../../packages/datasets/dist/node.js';
import { SerModel, startBackend } from '../../packages/models/dist/index.js';
import {
  confidentAnswers,
  evaluate,
  fitTemperature,
  thresholdForCoverage,
} from '../../packages/training/dist/index.js';

/** Sets temperature and least confidence of the model in `folder`: fitted on `corpus`, or those of the model in `like`. */
export async function calibratePretrained(folder, { corpus: name, like }) {
  await startBackend();
  const model = await SerModel.load(folder);
  const calibrated = like ? await calibrationOf(like) : await fitted(model, await openCorpus(name));
  await model
    .withTemperature(calibrated.temperature)
    .withRejection({ ...model.rejection, minConfidence: calibrated.minConfidence })
    .save(folder, { precision: 'float16' });
}

async function calibrationOf(folder) {
  const { temperature, rejection } = await SerModel.load(folder);
  return { temperature, minConfidence: rejection.minConfidence };
}

async function fitted(model, corpus) {
  const ids = corpus.utterances.filter(({ emotion }) => model.labels.includes(emotion)).map(({ id }) => id);
  const uncalibrated = await evaluate(model.withTemperature(1), corpus, ids);
  const temperature = fitTemperature(
    uncalibrated.predictions.map(({ probabilities }) => probabilities),
    uncalibrated.predictions.map(({ truth }) => model.labels.indexOf(truth)),
  );
  const { predictions } = await evaluate(model.withTemperature(temperature), corpus, ids);
  const { coverage } = model.rejection;
  const { threshold } = thresholdForCoverage(confidentAnswers(predictions, model.labels), coverage);
  return { temperature, minConfidence: threshold };
}
