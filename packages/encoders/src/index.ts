export { type OpenEncoder, type OpenEncoderOptions, openEncoder, type WantedEncoder } from './open-encoder.js';
export type { OnnxRuntime, OnnxSession, OnnxTensor } from './platform/onnx-runtime.js';
export { type ProvideEncoderOptions, provideEncoder } from './provide-encoder.js';
