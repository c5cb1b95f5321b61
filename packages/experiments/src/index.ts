export { type ExperimentPoint, expandExperiment } from './experiment/expand-experiment.js';
export type { Experiment, ExperimentDescription } from './experiment/experiment.js';
export { overrideExperiment, parseValue } from './experiment/override-experiment.js';
export { parseExperiment } from './experiment/parse-experiment.js';
export type { CompareOptions, RunComparison } from './runs/comparison/compare-runs.js';
export type { McNemar } from './runs/comparison/mcnemar.js';
export type { EvaluatedRun } from './runs/evaluated-run.js';
export { type FlatMetrics, flatMetrics } from './runs/metrics-file.js';
export { formatPredictions, parsePredictions } from './runs/predictions-csv.js';
export { Run } from './runs/run.js';
export { type FoldSelection, type RunConfig, runTitle } from './runs/run-config.js';
export type { FoldSummary, RunData } from './runs/run-data.js';
export { type CrossValidateOptions, crossValidate } from './study/cross-validate.js';
export type { SeededRuns, SeedsSummary } from './study/evaluate-seeds.js';
export { openStudy } from './study/open-study.js';
export { CORRUPTIONS, type Corruption } from './study/robustness/corruptions.js';
export type { RobustnessOptions, RobustnessRow } from './study/robustness/robustness-curves.js';
export type { Candidate, RankedCandidate, RecipeSelection } from './study/selection/select-recipe.js';
export { Study } from './study/study.js';
export type {
  EvaluateStudyOptions,
  NestedSelectOptions,
  SelectOptions,
  StudyOptions,
  StudyRobustnessOptions,
  TrainStudyOptions,
} from './study/study-options.js';
export {
  evaluateUnseen,
  measureUnseen,
  type SelectiveMetrics,
  UNSEEN_EMOTIONS,
  type UnseenEvaluation,
  type UnseenMetrics,
  type UnseenOptions,
} from './study/unseen/evaluate-unseen.js';
