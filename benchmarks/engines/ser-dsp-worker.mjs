import { parentPort, workerData } from 'node:worker_threads';
import { frontEnd } from './ser-dsp.mjs';

const { work, shared, length, sampleRate } = workerData;
const plan = frontEnd(work);

parentPort.on('message', ({ from, to }) => {
  for (let i = from; i < to; i++)
    plan.extract({ samples: new Float32Array(shared, i * length * 4, length), sampleRate });
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
