export { type BaselineOptions, buildBaseline } from './architectures/baseline.js';
export {
  buildModel,
  MODEL_BUILDERS,
  MODEL_KINDS,
  type ModelKind,
  type ModelOptions,
  type ModelSpec,
  modelSpecSchema,
} from './architectures/build-model.js';
export { buildCnn, type CnnOptions } from './architectures/cnn.js';
export { buildCnn2d, type Cnn2dOptions } from './architectures/cnn-2d.js';
export { buildCnnLstm, type CnnLstmOptions } from './architectures/cnn-lstm.js';
export { buildGru, type GruOptions } from './architectures/gru.js';
export { buildLstm, type LstmOptions } from './architectures/lstm.js';
export type { HeadOptions } from './architectures/parts/classifier.js';
export type { ConvolutionOptions } from './architectures/parts/convolution-blocks.js';
export type { ModelInput } from './architectures/parts/model-input.js';
export type { RecurrentOptions } from './architectures/parts/recurrent.js';
export { buildResnet, type ResnetOptions } from './architectures/resnet.js';
export { buildRnn, type RnnOptions } from './architectures/rnn.js';
export { buildTimNet, type TimNetOptions } from './architectures/tim-net.js';
export { buildTiny, type TinyOptions } from './architectures/tiny.js';
export { type BackendName, type BackendOptions, startBackend } from './backend/start-backend.js';
export type { MaskingOptions } from './layers/frame-mask.js';
export { registerLayers } from './layers/register-layers.js';
export type { TimePooling } from './layers/time-pooling.js';
export type { TimeStatistic } from './layers/time-statistics.js';
export { loadModel } from './model/load-model.js';
export type { SerModelParts } from './model/model-parts.js';
export type { PredictOptions, Predictor } from './model/predictor.js';
export { SerEnsemble, type SerEnsembleParts } from './model/ser-ensemble.js';
export { type SaveOptions, SerModel } from './model/ser-model.js';
export type { ModelFile } from './model-file/folders/model-folder.js';
export type { ModelCard } from './model-file/model-card.js';
export type { Precision } from './model-file/quantize-weights.js';
export { type EmbeddedClips, predictEmbedded, withEmbedding } from './predict/embedding.js';
export { attributions } from './predict/explain.js';
export type { OutputOptions } from './predict/outputs.js';
export { applyTemperature, type Explanation, type Prediction } from './predict/prediction.js';
export { predictProbabilities } from './predict/probabilities.js';
export {
  distanceTo,
  type EmbeddingDistance,
  type Rejection,
  type UncertainReason,
  type Uncertainty,
} from './predict/rejection.js';
export {
  checkWindowSpec,
  copyWindow,
  toWindows,
  type WindowSpec,
  type Windows,
  windowSchema,
  windowStarts,
} from './predict/windows.js';
export { type CoefficientStatistics, fitNormalization } from './speakers/fit-normalization.js';
export { describeEnrollment, type EnrollmentKind, type ModelEnrollment } from './speakers/model-enrollment.js';
export { meanScores } from './speakers/score-shift.js';
export {
  type Enrollable,
  type EnrollableMember,
  type EnrollmentOptions,
  enrolledNormalization,
  enrollSpeaker,
  enrollSpeakerSteps,
  type SpeakerAdaptation,
  type SpeakerProfile,
} from './speakers/speaker-profile.js';
