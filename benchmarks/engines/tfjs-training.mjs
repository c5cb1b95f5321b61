// Child process of the `train` benchmark: node tfjs-training.mjs ser | stock-wasm | stock-cpu
import { Random } from '@ser/core';
import { adam } from '@ser/kernels';
import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { buildNetwork } from '../models/architectures.mjs';
import { PlainAttention, PlainDilatedConv } from '../models/plain-layers.mjs';
import { buildSerNetwork } from '../models/ser-networks.mjs';
import { BATCH, CLASSES, shapeOf } from '../models/shapes.mjs';

const STOCK_PARTS = {
  lstm: tfl.layers.lstm,
  simpleRNN: tfl.layers.simpleRNN,
  conv1d: tfl.layers.conv1d,
  batchNormalization: tfl.layers.batchNormalization,
  attention: () => new PlainAttention({}),
  dilatedConv: (options) => new PlainDilatedConv(options),
};

const stock = () => ({ build: (name) => buildNetwork(name, STOCK_PARTS), optimizer: tf.train.adam() });

/** What builds a network, and the optimizer, with the backend ready. */
const ENGINES = {
  async ser() {
    await startBackend({ backend: 'wasm' });
    return { build: buildSerNetwork, optimizer: adam() };
  },
  async 'stock-wasm'() {
    await startBackend({ backend: 'cpu' });
    await import('@tensorflow/tfjs-backend-wasm');
    const { fallBackToCpu } = await import('./cpu-fallback.mjs');
    await tf.setBackend('wasm');
    fallBackToCpu();
    return stock();
  },
  async 'stock-cpu'() {
    await startBackend({ backend: 'cpu' });
    return stock();
  },
};

let network;
let x;
let y;

await answerLines(async ({ build, steps }) => {
  if (build !== undefined) {
    tf.enableProdMode();
    const engine = await ENGINES[process.argv[2]]();
    network = engine.build(build);
    network.compile({ optimizer: engine.optimizer, loss: 'categoricalCrossentropy' });
    [x, y] = batch(shapeOf(build));
    return { params: network.countParams(), backend: tf.getBackend() };
  }
  const start = performance.now();
  for (let i = 0; i < steps; i++) await network.trainOnBatch(x, y);
  return { ms: performance.now() - start, tensors: tf.memory().numTensors, peakMiB: peakMiB() };
});

function batch({ frames, coeffs }) {
  const random = new Random(5);
  const features = Float32Array.from({ length: BATCH * frames * coeffs }, () => random.normal());
  const labels = Int32Array.from({ length: BATCH }, (_, i) => i % CLASSES);
  return [
    tf.tensor(features, [BATCH, frames, coeffs]),
    tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES), 'float32'),
  ];
}
