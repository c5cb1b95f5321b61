export type { Experiment, ExperimentDescription } from './experiment/experiment.js';
export { overrideExperiment, parseValue } from './experiment/override-experiment.js';
export { parseExperiment } from './experiment/parse-experiment.js';
export { type SweepPoint, sweepExperiment } from './experiment/sweep-experiment.js';
export { combineRuns } from './runs/combine-runs.js';
export { type CompareOptions, compareRuns, type RunComparison } from './runs/compare-runs.js';
export type { JudgedRun } from './runs/judged-run.js';
export type { McNemar } from './runs/mcnemar.js';
export { type FoldSelection, type RunConfig, runTitle } from './runs/run-config.js';
export { CORRUPTIONS, type Corruption } from './study/corruptions.js';
export {
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldSummary,
} from './study/cross-validate.js';
export {
  type CrossValidateSeedsOptions,
  crossValidateSeeds,
  type SeededCrossValidations,
  type SeedsSummary,
} from './study/cross-validate-seeds.js';
export {
  evaluateUnseen,
  measureUnseen,
  type SelectiveMetrics,
  UNSEEN_EMOTIONS,
  type UnseenEvaluation,
  type UnseenMetrics,
  type UnseenOptions,
} from './study/evaluate-unseen.js';
export { type NestedCrossValidateOptions, nestedCrossValidate } from './study/nested-cross-validate.js';
export type { Recognizer } from './study/recognizer.js';
export { type RobustnessOptions, type RobustnessRow, robustnessCurves } from './study/robustness-curves.js';
export {
  type Candidate,
  type RankedCandidate,
  type RecipeSelection,
  type SelectRecipeOptions,
  selectRecipe,
} from './study/select-recipe.js';
export { splitForCandidates } from './study/split-for-candidates.js';
