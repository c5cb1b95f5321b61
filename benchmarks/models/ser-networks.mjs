import { attentionPooling, batchNormalization, conv1d, lstm, simpleRNN } from '@ser/kernels';
import { buildModel } from '@ser/models';
import { buildNetwork } from './architectures.mjs';
import { CLASSES, COEFFS, FRAMES } from './shapes.mjs';

const PARTS = { lstm, simpleRNN, conv1d, batchNormalization, attention: () => attentionPooling({}) };

/** A network of the `train` benchmark as our users build it: with the layers of @ser/kernels, the dilated stack by @ser/models. */
export function buildSerNetwork(name) {
  if (name === 'dilated') return buildModel({ kind: 'tim-net' }, { frames: FRAMES, coeffs: COEFFS, classes: CLASSES });
  return buildNetwork(name, PARTS);
}
