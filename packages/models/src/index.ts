export { type BaselineOptions, buildBaseline } from './baseline.js';
export {
  buildModel,
  MODEL_BUILDERS,
  MODEL_KINDS,
  type ModelKind,
  type ModelOptions,
  type ModelSpec,
  modelSpecSchema,
} from './build-model.js';
export type { HeadOptions } from './classifier.js';
export { buildCnn, type CnnOptions } from './cnn.js';
export { buildCnn2d, type Cnn2dOptions } from './cnn-2d.js';
export { buildCnnLstm, type CnnLstmOptions } from './cnn-lstm.js';
export type { ConvolutionOptions } from './convolution-blocks.js';
export { type CoefficientStatistics, fitNormalization } from './fit-normalization.js';
export type { MaskingOptions } from './frame-mask.js';
export { buildGru, type GruOptions } from './gru.js';
export { loadModel } from './load-model.js';
export { buildLstm, type LstmOptions } from './lstm.js';
export type { ModelCard } from './model-card.js';
export { describeEnrollment, type EnrollmentKind, type ModelEnrollment } from './model-enrollment.js';
export type { ModelInput } from './model-input.js';
export { applyTemperature, type Prediction } from './prediction.js';
export type { PredictOptions, Predictor } from './predictor.js';
export type { Precision } from './quantize-weights.js';
export type { RecurrentOptions } from './recurrent.js';
export { registerLayers } from './register-layers.js';
export { buildResnet, type ResnetOptions } from './resnet.js';
export { buildRnn, type RnnOptions } from './rnn.js';
export { SerEnsemble, type SerEnsembleParts } from './ser-ensemble.js';
export { type SaveOptions, SerModel, type SerModelParts } from './ser-model.js';
export {
  type Enrollable,
  type EnrollableMember,
  type EnrollmentOptions,
  enrolledNormalization,
  enrollSpeaker,
  type SpeakerAdaptation,
  type SpeakerProfile,
} from './speaker-profile.js';
export { type BackendName, type BackendOptions, startBackend } from './start-backend.js';
export { buildTimNet, type TimNetOptions } from './tim-net.js';
export type { TimePooling } from './time-pooling.js';
export type { TimeStatistic } from './time-statistics.js';
export { buildTiny, type TinyOptions } from './tiny.js';
export { checkWindowSpec, copyWindow, toWindows, type WindowSpec, type Windows, windowStarts } from './windows.js';
