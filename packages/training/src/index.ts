export { fitTemperature } from './calibration.js';
export type { Checkpoint } from './checkpoint/checkpoint.js';
export type { CheckpointStore } from './checkpoint/checkpoint-store.js';
export type { BestEpoch, RunState } from './checkpoint/run-state.js';
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldSummary,
} from './cross-validate.js';
export type { ClipAugmentation } from './data/augment-clip.js';
export type { Augmentation } from './data/augment-rows.js';
export type { ComparedClasses } from './data/class-masks.js';
export type { Balance } from './data/clips-of.js';
export type { Example } from './data/example.js';
export { type ExtractOptions, extractFeatures } from './data/extract-features.js';
export { fitNormalization, type Normalization } from './data/normalization.js';
export type { CellSampling } from './data/sample-cells.js';
export { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from './defaults.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.js';
export type { SoundAugmentation } from './experiment/augmentation-schema.js';
export type { Experiment, ExperimentDescription } from './experiment/experiment.js';
export { overrideExperiment, parseValue } from './experiment/override-experiment.js';
export { parseExperiment } from './experiment/parse-experiment.js';
export { type SweepPoint, sweepExperiment } from './experiment/sweep-experiment.js';
export { type FitOptions, fit } from './fit.js';
export type { EpochRecord, History } from './history.js';
export { combineRuns } from './judging/combine-runs.js';
export { type CompareOptions, compareRuns, type RunComparison } from './judging/compare-runs.js';
export { CORRUPTIONS, type Corruption } from './judging/corruptions.js';
export {
  type CrossValidateSeedsOptions,
  crossValidateSeeds,
  type SeededCrossValidations,
  type SeedsSummary,
} from './judging/cross-validate-seeds.js';
export type { JudgedRun } from './judging/judged-run.js';
export type { McNemar } from './judging/mcnemar.js';
export { type NestedCrossValidateOptions, nestedCrossValidate } from './judging/nested-cross-validate.js';
export { NORMALIzATION_KINDS, type NormalizationKind } from './judging/normalization-kind.js';
export type { Recognizer } from './judging/recognizer.js';
export { type RobustnessOptions, type RobustnessRow, robustnessCurves } from './judging/robustness-curves.js';
export {
  type Candidate,
  type RankedCandidate,
  type RecipeSelection,
  type SelectRecipeOptions,
  selectRecipe,
} from './judging/select-recipe.js';
export { splitForCandidates } from './judging/split-for-candidates.js';
export { leftOutByAll, mayHaveMet } from './left-out-speakers.js';
export { type BootstrapOptions, bootstrapUar } from './metrics/bootstrap.js';
export { type ConfidentAnswer, calibrationError } from './metrics/calibration-error.js';
export { confusionMatrix } from './metrics/confusion-matrix.js';
export {
  type ClassMetrics,
  type FoldScores,
  type MeasureOptions,
  type Metrics,
  measure,
  type SpeakerScores,
  type Spread,
} from './metrics/measure.js';
export type { ScoreIntervals } from './metrics/score-intervals.js';
export { type ClassScores, classScores, type Scores, scoresOf } from './metrics/scores.js';
export type { UtterancePrediction } from './metrics/utterance-prediction.js';
export type { AuxiliaryHead } from './objectives/auxiliary-head.js';
export type { Loss } from './objectives/loss.js';
export { Adam, type AdamOptions, type AdamState } from './optimize/adam.js';
export { type ClassWeights, classWeights } from './optimize/class-weights.js';
export { learningRate, type Schedule } from './optimize/schedule.js';
export type { AverageState, Averaging } from './optimize/weight-average.js';
export type { Stopping, TrainingOptions } from './options.js';
export { predictProbabilities } from './predict-probabilities.js';
export type { TrainingRecipe } from './recipe.js';
export { type FoldSelection, type InitialModel, type RunConfig, runTitle } from './run-config.js';
export type { StepRecord } from './run-watch.js';
export { availableThreads } from './threads/available-threads.js';
export { type TrainedModel, type TrainModelOptions, trainModel } from './train-model.js';
export {
  evaluateUnseen,
  measureUnseen,
  UNSEEN_EMOTIONS,
  type UnseenEvaluation,
  type UnseenMetrics,
  type UnseenOptions,
} from './unseen/evaluate-unseen.js';
export { checkAugmentation, type SeededAugmentation, type Variants } from './variants.js';
