/**
 * The types of predictions, predictors and speakers. They do not refer to the types of TensorFlow.js, which only compile
 * with `skipLibCheck`.
 */

export type { PredictOptions, Predictor } from './model/predictor.js';
export type { ModelCard } from './model-file/model-card.js';
export type { Explanation, Prediction } from './predict/prediction.js';
export type { UncertainReason, Uncertainty } from './predict/rejection.js';
export type { WindowSpec } from './predict/windows.js';
export type { CoefficientStatistics } from './speakers/fit-normalization.js';
export type { EnrollmentKind, ModelEnrollment } from './speakers/model-enrollment.js';
export type {
  Enrollable,
  EnrollableMember,
  EnrollmentOptions,
  SpeakerAdaptation,
  SpeakerProfile,
} from './speakers/speaker-profile.js';
