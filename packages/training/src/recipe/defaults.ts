import type { FrontEndConfig } from '@ser/dsp';
import type { ModelKind } from '@ser/models';
import type { Augmentation } from './feature-augmentation.js';
import type { TrainingRecipe } from './training-schema.js';

/**
 * The front end of all default recipes: level brought to -26 dBFS, 64 log-mel bands over 32 ms every 20 ms.
 *
 * The bands end at 7 kHz, where every resampler still passes all, and the floor lies above the noise of 16-bit samples:
 * so a clip has the same features whatever rate and format it went through.
 */
export const DEFAULT_FRONT_END: FrontEndConfig = {
  sampleRate: 16000,
  level: { kind: 'rms', targetDb: -26 },
  frame: { nFft: 512, hopLength: 320 },
  features: [{ kind: 'logMel', nMels: 64, fMax: 7000, amin: 1e-6 }],
};

/** Windows of 2.56 s. */
const common: Omit<TrainingRecipe, 'epochs'> = {
  window: { frames: 128, hopFrames: 32, padding: 'wrap' },
  batchSize: 32,
  learningRate: 1e-3,
  schedule: { kind: 'cosine' },
  clipNorm: 1,
  labelSmoothing: 0.1,
  classWeights: 'balanced',
  averaging: { kind: 'ema', decay: 0.99 },
};

/** These corpora are small: networks overfit them at once without it. */
const augmentation: Augmentation = {
  mixup: 0.4,
  timeMasks: { count: 2, frames: 16 },
  coeffMasks: { count: 2, coeffs: 8 },
};

/** The recipe of each architecture: a fixed budget of epochs, no speakers held out. */
export const TRAINING_DEFAULTS: Readonly<Record<ModelKind, TrainingRecipe>> = {
  cnn: { ...common, epochs: 100, augmentation },
  rnn: { ...common, epochs: 30, augmentation },
  lstm: { ...common, epochs: 30, augmentation },
  gru: { ...common, epochs: 30, augmentation },
  'cnn-lstm': { ...common, epochs: 30, augmentation },
  'cnn-2d': { ...common, epochs: 40, augmentation },
  resnet: { ...common, epochs: 40, augmentation },
  tiny: { ...common, epochs: 40, augmentation },
  // Batches and moments as published; the published budget is 500 epochs at a constant rate.
  'tim-net': { ...common, epochs: 60, batchSize: 64, adam: { beta1: 0.93, beta2: 0.98 }, augmentation },
  baseline: { ...common, epochs: 60 },
};
