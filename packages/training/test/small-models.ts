import type { ModelKind, ModelSpec } from '@ser/models';

/** A small network of each architecture, without dropout, so that nothing hinders it. */
export const SMALL_MODELS: { readonly [K in ModelKind]: ModelSpec & { kind: K } } = {
  cnn: { kind: 'cnn', filters: [16, 16], denseUnits: 16, dropout: 0, blockDropout: 0 },
  'cnn-2d': { kind: 'cnn-2d', filters: [8, 16], denseUnits: 16, dropout: 0, blockDropout: 0 },
  rnn: { kind: 'rnn', units: 24, layers: 1, denseUnits: 16, dropout: 0, layerDropout: 0 },
  lstm: { kind: 'lstm', units: 24, denseUnits: 16, dropout: 0, layerDropout: 0 },
  gru: { kind: 'gru', units: 24, denseUnits: 16, dropout: 0, layerDropout: 0 },
  'cnn-lstm': {
    kind: 'cnn-lstm',
    filters: [16],
    units: 24,
    denseUnits: 16,
    dropout: 0,
    layerDropout: 0,
    blockDropout: 0,
  },
  resnet: { kind: 'resnet', widths: [8, 16], attentionUnits: 8, dropout: 0 },
  'tim-net': { kind: 'tim-net', filters: 24, dilations: 3, blockDropout: 0 },
  tiny: { kind: 'tiny', stem: 16, widths: [32, 32], strides: [2, 1], dropout: 0 },
  baseline: { kind: 'baseline', hidden: [32], dropout: 0 },
};
