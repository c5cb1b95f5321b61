export { availableThreads } from '@ser/core';
export type { Checkpoint } from './checkpoint/checkpoint.js';
export type { CheckpointStore } from './checkpoint/checkpoint-store.js';
export { partOfStore } from './checkpoint/part-of-store.js';
export type { BestEpoch, RunState } from './checkpoint/run-state.js';
export type { ClipAugmentation } from './data/augment-clip.js';
export type { Augmentation } from './data/augment-rows.js';
export type { ComparedClasses } from './data/class-masks.js';
export type { Balance } from './data/clips-of.js';
export { divideTraining } from './data/divide-training.js';
export type { Example } from './data/example.js';
export { examplesOf, featuresOf } from './data/example.js';
export type { CellSampling } from './data/sample-cells.js';
export { type EvaluateOptions, type Evaluation, evaluate, requireKnownEmotions } from './evaluate.js';
export { argMax } from './fit/held-out-scores.js';
export { pauses } from './fit/pauses.js';
export type { StepRecord } from './fit/run-watch.js';
export type { BuildNetwork } from './fit/training-part.js';
export { type FitOptions, fit } from './fit.js';
export type { AuxiliaryHead } from './losses/auxiliary-head.js';
export { type ClassWeights, classWeights } from './losses/class-weights.js';
export type { Loss } from './losses/loss.js';
export { type BootstrapOptions, bootstrapUar, percentileBootstrap } from './metrics/bootstrap.js';
export { fitTemperature } from './metrics/calibration.js';
export { type ConfidentAnswer, calibrationError } from './metrics/calibration-error.js';
export { addConfusion, confusionMatrix } from './metrics/confusion-matrix.js';
export { groupBySpeaker } from './metrics/group-predictions.js';
export type { EpochRecord, History } from './metrics/history.js';
export {
  type ClassMetrics,
  type FoldScores,
  type MeasureOptions,
  type Metrics,
  measure,
  type SpeakerScores,
  type Spread,
  spread,
} from './metrics/measure.js';
export {
  areaUnderRiskCoverage,
  type RiskAtCoverage,
  riskCoverage,
  thresholdForCoverage,
} from './metrics/risk-coverage.js';
export type { ScoreIntervals } from './metrics/score-intervals.js';
export { type ClassScores, classScores, type Scores, scoresOf } from './metrics/scores.js';
export { confidentAnswers, type UtterancePrediction } from './metrics/utterance-prediction.js';
export { initialWeightsOf } from './network/initial-weights.js';
export { Adam, type AdamOptions, type AdamState } from './optimizers/adam.js';
export { learningRate, type Schedule } from './optimizers/schedule.js';
export type { AverageState, Averaging } from './optimizers/weight-average.js';
export type { SoundAugmentation } from './recipe/augmentation-schema.js';
export { augmentationSchema } from './recipe/augmentation-schema.js';
export { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from './recipe/defaults.js';
export { frontEndSchema } from './recipe/front-end-schema.js';
export type { Stopping, TrainingOptions } from './recipe/options.js';
export type { TrainingRecipe } from './recipe/recipe.js';
export { checkRecipe } from './recipe/recipe.js';
export { trainingSchema } from './recipe/training-schema.js';
export { checkAugmentation, describeAugmentation, type SeededAugmentation, type Variants } from './recipe/variants.js';
export { type NamedFold, type RunFoldsOptions, runFolds } from './run-folds.js';
export { corporaOf, type InitialModel, unrelatedInitial } from './speakers/initial-model.js';
export { leftOutByAll, seenInTraining } from './speakers/left-out-speakers.js';
export { NORMALIZATION_KINDS, type NormalizationKind } from './speakers/normalization-kind.js';
export { predictKnownSpeakers } from './speakers/predict-known-speakers.js';
export { ENROLLMENT_CLIPS, speakerKnowledge } from './speakers/speaker-knowledge.js';
export { type TrainedModel, type TrainModelOptions, trainModel } from './train-model.js';
export type { FoldJob, FoldOutcome } from './workers/fold-job.js';
