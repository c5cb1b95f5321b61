// Child process of the `predict` benchmark: node ser-predict.mjs ser | stock-wasm | stock-cpu
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EMOTIONS } from '@ser/core';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { speechClips } from '../signals/speech.mjs';

const SAMPLE_RATE = 16000;
const LABELS = EMOTIONS.slice(0, 8);
const WINDOW = { frames: 188, hopFrames: 94, padding: 'zero' };

const BACKENDS = {
  ser: () => startBackend({ backend: 'wasm' }),
  async 'stock-wasm'() {
    await startBackend({ backend: 'cpu' });
    await import('@tensorflow/tfjs-backend-wasm');
    await tf.setBackend('wasm');
  },
  'stock-cpu': () => startBackend({ backend: 'cpu' }),
};

// 3 s at a hop of 16 ms make 188 frames: one window.
const [samples] = speechClips({ count: 1, seconds: 3, sampleRate: SAMPLE_RATE, seed: 11 });
const audio = { samples, sampleRate: SAMPLE_RATE };
let model;

await answerLines(async ({ build, measure, utterances }) => {
  if (build !== undefined) {
    tf.enableProdMode();
    await BACKENDS[process.argv[2]]();
    model = serModel(build);
    return { params: model.network.countParams(), fileKiB: await savedKiB(), backend: tf.getBackend() };
  }
  const start = performance.now();
  for (let i = 0; i < utterances; i++) {
    if (measure === 'features') model.frontEnd.extract(audio);
    else model.predict(audio);
  }
  return { ms: (performance.now() - start) / utterances, peakMiB: peakMiB() };
});

/** An untrained model with its architecture's defaults: training changes its numbers, not its speed or its size. */
function serModel(kind) {
  const frontEnd = createFrontEnd({
    sampleRate: SAMPLE_RATE,
    frame: { nFft: 512, hopLength: 256 },
    features: [{ kind: 'mfcc', nMfcc: 40, nMels: 40 }],
  }).withNormalization({ mean: Array(40).fill(0), std: Array(40).fill(20) });
  const network = buildModel({ kind }, { frames: WINDOW.frames, coeffs: 40, classes: LABELS.length, seed: 1 });
  const card = { name: `benchmark-${kind}`, description: 'Untrained, for benchmarks.', corpora: [], license: 'MIT' };
  return new SerModel({ network, frontEnd, labels: LABELS, window: WINDOW, card });
}

async function savedKiB() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ser-bench-'));
  try {
    await model.save(folder);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const sizes = files.filter((file) => file.isFile()).map((file) => stat(path.join(file.parentPath, file.name)));
    return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0) / 1024;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
