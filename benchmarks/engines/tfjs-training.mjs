// Child process of the `train` benchmark: node tfjs-training.mjs ser | stock-wasm | stock-cpu
import { Random } from '@ser/core';
import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { buildNetwork } from '../models/architectures.mjs';
import { PlainAttention, PlainDilatedConv } from '../models/plain-layers.mjs';
import { BATCH, CLASSES, COEFFS, FRAMES } from '../models/shapes.mjs';

const STOCK_PARTS = {
  lstm: tfl.layers.lstm,
  simpleRNN: tfl.layers.simpleRNN,
  conv1d: tfl.layers.conv1d,
  batchNormalization: tfl.layers.batchNormalization,
  attention: () => new PlainAttention({}),
  dilatedConv: (options) => new PlainDilatedConv(options),
};

const ENGINES = {
  async ser() {
    await startBackend({ backend: 'wasm' });
    const { attentionPooling, batchNormalization, conv1d, lstm, simpleRNN } = await import('@ser/kernels');
    return {
      lstm,
      simpleRNN,
      conv1d,
      batchNormalization,
      attention: () => attentionPooling({}),
      dilatedConv: (options) => conv1d({ ...options, kernelSize: 2, padding: 'causal' }),
    };
  },
  async 'stock-wasm'() {
    await startBackend({ backend: 'cpu' });
    await import('@tensorflow/tfjs-backend-wasm');
    const { fallBackToCpu } = await import('./cpu-fallback.mjs');
    await tf.setBackend('wasm');
    fallBackToCpu();
    return STOCK_PARTS;
  },
  async 'stock-cpu'() {
    await startBackend({ backend: 'cpu' });
    return STOCK_PARTS;
  },
};

let network;
let x;
let y;

await answerLines(async ({ build, steps }) => {
  if (build !== undefined) {
    tf.enableProdMode();
    network = buildNetwork(build, await ENGINES[process.argv[2]]());
    network.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy' });
    [x, y] = batch();
    return { params: network.countParams(), backend: tf.getBackend() };
  }
  const start = performance.now();
  for (let i = 0; i < steps; i++) await network.trainOnBatch(x, y);
  return { ms: performance.now() - start, tensors: tf.memory().numTensors, peakMiB: peakMiB() };
});

function batch() {
  const random = new Random(5);
  const features = Float32Array.from({ length: BATCH * FRAMES * COEFFS }, () => random.normal());
  const labels = Int32Array.from({ length: BATCH }, (_, i) => i % CLASSES);
  return [
    tf.tensor(features, [BATCH, FRAMES, COEFFS]),
    tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES), 'float32'),
  ];
}
