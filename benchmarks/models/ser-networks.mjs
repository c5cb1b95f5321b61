import { attentionPooling, batchNormalization, conv1d, lstm, simpleRNN } from '@ser/kernels';
import { buildModel } from '@ser/models';
import { buildNetwork } from './architectures.mjs';
import { CLASSES, shapeOf } from './shapes.mjs';

const RESNET = { widths: [32, 64, 96], strides: [2, 2, 2] };

const PARTS = { lstm, simpleRNN, conv1d, batchNormalization, attention: () => attentionPooling({}) };

/** A network of the `train` benchmark as our users build it: with the layers of @ser/kernels, the dilated stack and the residual network by @ser/models. */
export function buildSerNetwork(name) {
  const input = { ...shapeOf(name), classes: CLASSES };
  if (name === 'dilated') return buildModel({ kind: 'tim-net' }, input);
  if (name === 'resnet') return buildModel({ kind: 'resnet', ...RESNET }, input);
  return buildNetwork(name, PARTS);
}
