import { parentPort, workerData } from 'node:worker_threads';
import { frontEnd } from './ser-dsp.mjs';

const { work, shared, length, sampleRate } = workerData;
const plan = frontEnd(work);
const all = new Float32Array(shared);
const clips = Array.from({ length: all.length / length }, (_, i) => all.subarray(i * length, (i + 1) * length));

parentPort.on('message', ({ from, to }) => {
  for (let i = from; i < to; i++) plan.extract({ samples: clips[i % clips.length], sampleRate });
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
