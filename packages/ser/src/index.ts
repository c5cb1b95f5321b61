export type { Audio } from '@ser/audio';
export { SerError } from '@ser/core';
export type { Prediction, PredictOptions, SpeakerProfile } from '@ser/models';
export { loadRecognizer, type Recognizer, type Recording } from './recognizer.js';
