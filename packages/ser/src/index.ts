export type { Audio } from '@ser/audio';
export { SerError } from '@ser/core';
export type { Prediction } from '@ser/models';
export { loadRecognizer, type Recognizer } from './recognizer.js';
