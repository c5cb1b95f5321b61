export { fitTemperature } from './calibration.js';
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldSummary,
  type RunConfig,
} from './cross-validate.js';
export type { Augmentation } from './data/augment-rows.js';
export type { Example } from './data/example.js';
export { type ExtractOptions, extractFeatures } from './data/extract-features.js';
export { fitNormalisation, type Normalisation } from './data/normalisation.js';
export { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from './defaults.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.js';
export { type FitOptions, fit } from './fit.js';
export type { EpochRecord, History } from './history.js';
export { type BootstrapOptions, bootstrapUar } from './metrics/bootstrap.js';
export { type ConfidentAnswer, calibrationError } from './metrics/calibration-error.js';
export { confusionMatrix } from './metrics/confusion-matrix.js';
export {
  type ClassMetrics,
  type FoldScores,
  type MeasureOptions,
  type Metrics,
  measure,
  type Spread,
} from './metrics/measure.js';
export { type ClassScores, classScores, type Scores, scoresOf } from './metrics/scores.js';
export type { UtterancePrediction } from './metrics/utterance-prediction.js';
export { Adam, type AdamOptions, type AdamState } from './optimise/adam.js';
export { type ClassWeights, classWeights } from './optimise/class-weights.js';
export { learningRate, type Schedule } from './optimise/schedule.js';
export type { Averaging } from './optimise/weight-average.js';
export type { Stopping, TrainingOptions } from './options.js';
export { predictProbabilities } from './predict-probabilities.js';
export type { TrainingRecipe } from './recipe.js';
export { availableThreads } from './threads/available-threads.js';
export { type TrainedModel, type TrainModelOptions, trainModel } from './train-model.js';
