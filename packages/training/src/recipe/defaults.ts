import type { FrontEndConfig } from '@ser/dsp';
import type { ModelKind } from '@ser/models';
import type { FeatureAugmentation } from './feature-augmentation.js';
import { LEARNING_RATE, type TrainingRecipe } from './training-schema.js';

/**
 * The front end of all default recipes: RMS level of -26 dBFS, 64 log-mel bands from frames of 32 ms every 20 ms.
 *
 * The bands end at 7 kHz, below the cutoff of every resampler, and `amin` is above the quantization noise of 16 bits, so
 * that a clip has the same features at any sample rate and in any format.
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
  learningRate: LEARNING_RATE,
  schedule: { kind: 'cosine' },
  clipNorm: 1,
  labelSmoothing: 0.1,
  classWeights: 'balanced',
  averaging: { kind: 'ema', decay: 0.99 },
};

/** Without augmentation, networks soon overfit corpora of this size. */
const featureAugmentation: FeatureAugmentation = {
  mixup: 0.4,
  timeMasks: { count: 2, frames: 16 },
  coeffMasks: { count: 2, coeffs: 8 },
};

/** The default recipe of each architecture: a fixed budget of epochs, no held-out speakers. */
export const TRAINING_DEFAULTS: Readonly<Record<ModelKind, TrainingRecipe>> = {
  cnn: { ...common, epochs: 100, featureAugmentation },
  rnn: { ...common, epochs: 30, featureAugmentation },
  lstm: { ...common, epochs: 30, featureAugmentation },
  gru: { ...common, epochs: 30, featureAugmentation },
  'cnn-lstm': { ...common, epochs: 30, featureAugmentation },
  'cnn-2d': { ...common, epochs: 40, featureAugmentation },
  resnet: { ...common, epochs: 40, featureAugmentation },
  tiny: { ...common, epochs: 40, featureAugmentation },
  // Batches and moments as published; the published budget is 500 epochs at a constant rate.
  'tim-net': { ...common, epochs: 60, batchSize: 64, adam: { beta1: 0.93, beta2: 0.98 }, featureAugmentation },
  baseline: { ...common, epochs: 60 },
};
