import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { tf, use } from '../test/backends.js';
import {
  adam,
  attentionPooling,
  batchNormalization,
  conv1d,
  gru,
  installKernels,
  layerNormalization,
  lstm,
  simpleRNN,
} from './index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

/** Bytes of the wasm heap, from the backend's own memory. */
function heapBytes(): number {
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  return wasm.HEAPU8.byteLength;
}

it('is flat over 1000 steps of a model with every fused layer', async () => {
  const model = tfl.sequential({
    layers: [
      conv1d({ filters: 6, kernelSize: 3, padding: 'causal', dilationRate: 2, inputShape: [8, 5] }),
      batchNormalization(),
      tfl.layers.maxPooling1d({ poolSize: 2 }),
      tfl.layers.bidirectional({ layer: lstm({ units: 4, returnSequences: true }) as tfl.RNN } as never),
      layerNormalization(),
      gru({ units: 4, returnSequences: true }),
      simpleRNN({ units: 4, returnSequences: true }),
      attentionPooling(),
      tfl.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: adam(), loss: 'categoricalCrossentropy' });
  const x = tf.randomNormal([2, 8, 5], 0, 1, 'float32', 1);
  const y = tf.tensor2d([
    [1, 0, 0],
    [0, 1, 0],
  ]);
  for (let i = 0; i < 20; i++) await model.trainOnBatch(x, y);
  const [tensors, heap, blocks] = [tf.memory(), heapBytes(), tf.backend().numDataIds()];
  for (let i = 0; i < 1000; i++) await model.trainOnBatch(x, y);
  expect(tf.memory()).toEqual(tensors);
  expect(tf.backend().numDataIds()).toBe(blocks);
  expect(heapBytes()).toBe(heap);
}, 60_000);
