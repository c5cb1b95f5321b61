import { expect, it } from 'vitest';
import * as kernels from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(kernels).sort()).toEqual([
    'adam',
    'attentionPooling',
    'batchNormalization',
    'conv1d',
    'gru',
    'inferencePass',
    'installKernels',
    'layerNormalization',
    'lossGradients',
    'lstm',
    'registerChainedOps',
    'registerFusedLayers',
    'simpleRNN',
    'trainingPass',
    'uninstallKernels',
  ]);
});
