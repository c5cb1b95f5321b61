/** Clips of a batch in the `train` benchmark. */
export const BATCH = 32;
/** One clip: about 3 s of speech at a hop of 16 ms, 40 coefficients. */
export const FRAMES = 188;
export const COEFFS = 40;
export const CLASSES = 8;

/** Steps of one epoch: 1440 utterances, as RAVDESS has. */
export const EPOCH_STEPS = 45;

export const NETWORKS = {
  cnn: '1-D CNN (64, 128, 128 filters of 5)',
  rnn: 'SimpleRNN 128',
  lstm: 'LSTM 128',
  bilstm: 'BiLSTM 64 × 2 + attention',
  dilated: 'dilated causal stack (TIM-Net-like)',
  resnet: 'residual 2-D CNN of the pretrained models (32, 64, 96 filters of 3 × 3; 160 × 64)',
};

/** What a network reads of a clip: the residual one the windows of the pretrained models. */
export const shapeOf = (network) =>
  network === 'resnet' ? { frames: 160, coeffs: 64 } : { frames: FRAMES, coeffs: COEFFS };
