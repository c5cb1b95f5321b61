export { availableThreads, type ConfidentAnswer, type RiskAtCoverage, riskCoverage } from '@ser/core';
export type { Checkpoint } from './checkpoint/checkpoint.js';
export type { CheckpointStore } from './checkpoint/checkpoint-store.js';
export type { BestEpoch, RunState } from './checkpoint/run-state.js';
export { divideTraining } from './data/divide-training.js';
export type { Example } from './data/example.js';
export { examplesOf, featuresOf } from './data/example.js';
export { type EvaluateOptions, type Evaluation, evaluate, requireKnownEmotions } from './evaluate.js';
export {
  type EmbeddedClip,
  embedClip,
  type FineTuned,
  type FineTuneOptions,
  fineTune,
  type HeldOutFigures,
  LEAST_CLIPS,
} from './fine-tuning/fine-tune.js';
export { argMax } from './fit/held-out-scores.js';
export { pauses } from './fit/pauses.js';
export type { StepRecord } from './fit/run-watch.js';
export type { BuildNetwork } from './fit/training-part.js';
export { type FitOptions, fit } from './fit.js';
export { classWeights } from './losses/class-weights.js';
export { type BootstrapOptions, bootstrapUar, percentileBootstrap } from './metrics/bootstrap.js';
export {
  type ClassificationReport,
  classificationReport,
  type ReportClass,
} from './metrics/classification-report.js';
export { fitTemperature } from './metrics/confidence/calibration.js';
export { calibrationError } from './metrics/confidence/calibration-error.js';
export {
  areaUnderRiskCoverage,
  thresholdForCoverage,
} from './metrics/confidence/risk-coverage.js';
export { addConfusion, confusionMatrix } from './metrics/confusion-matrix.js';
export type { EmbeddingMap } from './metrics/embedding-map.js';
export { groupBySpeaker } from './metrics/group-predictions.js';
export type { EpochRecord, History } from './metrics/history.js';
export {
  type AgreedScores,
  type ClassMetrics,
  type FoldScores,
  type MeasureOptions,
  type Metrics,
  measure,
  type SpeakerScores,
  type Spread,
  spread,
} from './metrics/measure.js';
export { type ClassScores, classScores, type Scores, scoresOf } from './metrics/scores.js';
export { confidentAnswers, type UtterancePrediction } from './metrics/utterance-prediction.js';
export { initialWeightsOf } from './network/initial-weights.js';
export { Adam, type AdamState } from './optimizers/adam.js';
export { learningRate } from './optimizers/schedule.js';
export type { AverageState } from './optimizers/weight-average.js';
export { ADAPTATION_KINDS, type AdaptationKind } from './recipe/adaptation-kind.js';
export {
  type AudioAugmentation,
  type AugmentedVersions,
  checkAugmentation,
  describeAugmentation,
} from './recipe/augmented-versions.js';
export { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from './recipe/defaults.js';
export type { ClipAugmentation, FeatureAugmentation } from './recipe/feature-augmentation.js';
export { checkRecipe } from './recipe/recipe.js';
export {
  type AdamOptions,
  type AuxiliaryHead,
  type Averaging,
  type Balance,
  type CellSampling,
  type ClassWeights,
  type ComparedClasses,
  type Loss,
  type Schedule,
  type Stopping,
  type TrainingOptions,
  type TrainingRecipe,
  trainingSchema,
} from './recipe/training-schema.js';
export { type NamedFold, type RunFoldsOptions, runFolds } from './run-folds.js';
export type { AdaptationClips } from './speakers/adapt-speakers.js';
export { type InitialModel, unrelatedInitial } from './speakers/initial-model.js';
export { leftOutByAll, seenInTraining } from './speakers/left-out-speakers.js';
export {
  type AdaptationOptions,
  type AdaptationPlan,
  ENROLLMENT_CLIPS,
  type FoldAdaptation,
  planAdaptation,
} from './speakers/plan-adaptation.js';
export { type TrainedModel, type TrainModelOptions, trainModel } from './train-model.js';
export type { FoldJob, FoldOutcome } from './workers/fold-job.js';
