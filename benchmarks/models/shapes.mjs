/** One batch of every network in the `train` benchmark: about 3 s of speech at a hop of 16 ms, 40 coefficients. */
export const BATCH = 32;
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
  resnet: 'residual 2-D CNN (24, 48, 96 filters of 3 × 3), as the pretrained models',
};
