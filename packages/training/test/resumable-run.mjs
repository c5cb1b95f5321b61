// A training run in a process of its own, that goes on from the checkpoint it finds:
// resumable-run.mjs <folder> <backend> <threads> [doomed]. A doomed one never ends, so that a kill is never too late.
// Prints a line an epoch and a line a state, and at the end the digest of the final weights.
import { createHash } from 'node:crypto';
import { startBackend } from '@ser/models';
import * as tfl from '@tensorflow/tfjs-layers';
import { fit } from '../dist/index.js';
import { checkpointFolder } from '../dist/node.js';

const [folder, backend, threads, doomed] = process.argv.slice(2);
await startBackend({ backend });

const { dense, dropout, batchNormalization, conv1d, globalAveragePooling1d } = tfl.layers;
const seeded = (seed) => ({ kernelInitializer: tfl.initializers.glorotUniform({ seed }) });
const network = await tfl.models.modelFromJSON(
  JSON.parse(
    tfl
      .sequential({
        layers: [
          conv1d({ filters: 8, kernelSize: 3, inputShape: [16, 6], ...seeded(1) }),
          batchNormalization({}),
          globalAveragePooling1d({}),
          dropout({ rate: 0.2 }),
          dense({ units: 8, activation: 'relu', ...seeded(2) }),
          dense({ units: 3, activation: 'softmax', ...seeded(3) }),
        ],
      })
      .toJSON(),
  ),
);

/** Numbers without a pattern that matters, the same in every process. */
const noise = (i) => Math.sin(i * 12.9898) * 0.8;
const examples = Array.from({ length: 48 }, (_, i) => {
  const frames = 12 + (i % 9);
  const matrix = (shift) => ({
    data: Float32Array.from({ length: frames * 6 }, (_, k) => (k % 3 === i % 3 ? 1 : 0) + noise(i * 997 + k + shift)),
    frames,
    coeffs: 6,
  });
  return { id: `e${i}`, label: i % 3, features: matrix(0), variants: [matrix(0.5)], speaker: `s${i % 4}`, corpus: 'c' };
});

const options = {
  epochs: 20,
  batchSize: 12,
  learningRate: 0.01,
  shards: 2,
  seed: 5,
  window: { frames: 16, hopFrames: 8, padding: 'wrap' },
  schedule: { kind: 'one-cycle' },
  adam: { weightDecay: 0.01 },
  augmentation: { mixup: 0.4, timeMasks: { count: 1, frames: 4 } },
  averaging: { kind: 'ema', decay: 0.9 },
  balance: ['class', 'speaker'],
  heads: [{ target: 'speaker', weight: 0.1, adversarial: true }],
  heldOut: examples.slice(0, 6),
  stopping: { patience: 30 },
};
const checkpoint = checkpointFolder(folder, options);
const resume = await checkpoint.load();
console.log(`from ${resume?.epoch ?? 0}`);
await fit(network, examples, {
  ...options,
  threads: Number(threads),
  checkpoint: {
    async save(state) {
      if (doomed && state.epoch === options.epochs) await new Promise(() => setInterval(() => {}, 1000));
      await checkpoint.save(state);
      console.log(`saved ${state.epoch}`);
    },
  },
  ...(resume ? { resume } : {}),
  onEpoch: ({ epoch }) => console.log(`epoch ${epoch}`),
});
const hash = createHash('sha256');
for (const weight of network.getWeights()) hash.update(new Uint8Array(Float32Array.from(weight.dataSync()).buffer));
console.log(`weights ${hash.digest('hex')}`);
process.exit();
