// Child process of the `train` benchmark: node ser-fit.mjs <threads>
// What @ser/training's users get: `fit`, each batch shared by <threads> workers. Its workers build their copies of the
// network from a spec of @ser/models, so each network here is the nearest one that such a spec describes.
import { Random } from '@ser/core';
import { buildModel, startBackend } from '@ser/models';
import { fit } from '@ser/training';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { BATCH, CLASSES, COEFFS, FRAMES } from '../models/shapes.mjs';

const threads = Number(process.argv[2]);
const bare = { pooling: 'mean', dropout: 0 };
const SPECS = {
  cnn: { kind: 'cnn', filters: [64, 128, 128], blockDropout: 0, ...bare },
  rnn: { kind: 'rnn', units: 128, layers: 1, layerDropout: 0, ...bare },
  lstm: { kind: 'lstm', units: 128, layers: 1, layerDropout: 0, ...bare },
  bilstm: { kind: 'lstm', units: 64, layers: 2, bidirectional: true, layerDropout: 0, ...bare },
};

/** Batches of the epoch that stands for one step: enough to hide what an epoch costs besides its steps. */
const STEPS_TIMED = 12;

let spec;
let network;
const random = new Random(5);
const examples = Array.from({ length: STEPS_TIMED * BATCH }, (_, i) => ({
  id: String(i),
  label: i % CLASSES,
  features: {
    data: Float32Array.from({ length: FRAMES * COEFFS }, () => random.normal()),
    frames: FRAMES,
    coeffs: COEFFS,
  },
}));

await answerLines(async ({ build, steps }) => {
  if (build !== undefined) {
    spec = SPECS[build];
    if (spec === undefined) throw new Error('no spec of @ser/models describes this network');
    await startBackend({ backend: 'wasm' });
    network = buildModel(spec, { frames: FRAMES, coeffs: COEFFS, classes: CLASSES, seed: 5 });
    return { params: network.countParams(), note: 'mean pooling and a hidden layer of 64 instead of its own head' };
  }
  const ms = await epochMs(steps === 1 ? STEPS_TIMED : steps);
  return { ms: steps === 1 ? ms / STEPS_TIMED : ms, peakMiB: peakMiB() };
});

/** Milliseconds of the second of two epochs of `steps` batches; the first one warms the workers up. */
async function epochMs(steps) {
  const ends = [];
  await fit(
    network,
    Array.from({ length: steps * BATCH }, (_, i) => examples[i % examples.length]),
    {
      epochs: 2,
      batchSize: BATCH,
      shards: threads,
      threads,
      model: spec,
      seed: 1,
      window: { frames: FRAMES, hopFrames: FRAMES, padding: 'zero' },
      onEpoch: () => ends.push(performance.now()),
    },
  );
  return ends[1] - ends[0];
}
