export { EMOTIONS, type Emotion, isEmotion } from './emotions.js';
export { invalidArgument, SerError, type SerErrorCode, type SerErrorOptions } from './errors.js';
export {
  type Progress,
  type ProgressEvent,
  type ProgressListener,
  type ProgressStep,
  startProgress,
} from './progress.js';
export { Random, type RandomState } from './random.js';
