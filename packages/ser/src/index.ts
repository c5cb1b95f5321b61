export type { Audio } from '@ser/audio';
export { SerError } from '@ser/core';
export type { Prediction, PredictOptions, Predictor, SpeakerProfile } from '@ser/models/contract';
export { loadRecognizer, type Recognizer, type Recording } from './recognizer.js';
