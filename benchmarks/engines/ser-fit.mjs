// Child process of the `train` benchmark: node ser-fit.mjs <threads>
// What @ser/training's users get: `fit`, each batch shared by <threads> workers.
import { Random } from '@ser/core';
import { startBackend } from '@ser/models';
import { fit } from '@ser/training';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { median } from '../harness/statistics.mjs';
import { buildSerNetwork } from '../models/ser-networks.mjs';
import { BATCH, CLASSES, shapeOf } from '../models/shapes.mjs';

const threads = Number(process.argv[2]);

/** Batches of the epoch that stands for one step: enough to hide what an epoch costs besides its steps. */
const STEPS_TIMED = 12;

/** Steps until V8 has compiled all of a step in every worker, beside the work itself; a training has thousands. */
const WARM_UPS = 180;

/** Epochs measured in one fit. */
const EPOCHS_TIMED = 5;

let network;
let shape;
let examples;

function draw({ frames, coeffs }) {
  const random = new Random(5);
  return Array.from({ length: STEPS_TIMED * BATCH }, (_, i) => ({
    id: String(i),
    label: i % CLASSES,
    features: { data: Float32Array.from({ length: frames * coeffs }, () => random.normal()), frames, coeffs },
  }));
}

await answerLines(async ({ build, steps }) => {
  if (build !== undefined) {
    await startBackend({ backend: 'wasm' });
    network = buildSerNetwork(build);
    shape = shapeOf(build);
    examples = draw(shape);
    return { params: network.countParams() };
  }
  const ms = await epochMs(steps === 1 ? STEPS_TIMED : steps);
  return { ms: steps === 1 ? ms / STEPS_TIMED : ms, peakMiB: peakMiB() };
});

/** Milliseconds of an epoch of `steps` batches, the median of several once the workers are warm. */
async function epochMs(steps) {
  const ends = [];
  const warmUps = Math.ceil(WARM_UPS / steps);
  await fit(
    network,
    Array.from({ length: steps * BATCH }, (_, i) => examples[i % examples.length]),
    {
      epochs: warmUps + EPOCHS_TIMED,
      batchSize: BATCH,
      shards: threads,
      threads,
      seed: 1,
      window: { frames: shape.frames, hopFrames: shape.frames, padding: 'zero' },
      onEpoch: () => ends.push(performance.now()),
    },
  );
  return median(ends.slice(warmUps).map((end, i) => end - ends[warmUps + i - 1]));
}
