export type { Audio } from '@ser/audio';
export { SerError } from '@ser/core';
export type { Prediction, PredictOptions, Predictor, SpeakerProfile } from '@ser/models/contract';
export type {
  EnrollOptions,
  FinalEvent,
  LoadOptions,
  ModelDescription,
  RecognizeOptions,
  Recognizer,
  Recording,
  RecordingPrediction,
  SampleChunk,
  SampleSource,
  SegmentOptions,
  SegmentPrediction,
  SpeechEvent,
  StreamEvent,
  StreamOptions,
  UpdateEvent,
  WorkerRecognizer,
} from './contract.js';
export { loadRecognizer } from './recognizer.js';
