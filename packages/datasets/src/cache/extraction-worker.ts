import { parentPort, workerData } from 'node:worker_threads';
import { SerError } from '@ser/core';
import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import { extractCuts } from './extract-cuts.js';
import type { WorkerAnswer, WorkerJob } from './extraction-pool.js';

const port = parentPort;
if (!port) throw new Error('this file runs in a worker only');
const frontEnd = createFrontEnd(workerData as FrontEndConfig);

// Files are read while others are computed, so that answers may come in another order than jobs.
port.on('message', async ({ index, file }: WorkerJob) => {
  let answer: WorkerAnswer;
  try {
    answer = { index, ...(await extractCuts(file, frontEnd)) };
  } catch (error) {
    const { message, stack } = error as Error;
    answer =
      error instanceof SerError
        ? { index, code: error.code, message, ...(error.hint === undefined ? {} : { hint: error.hint }) }
        : { index, message: stack ?? message };
  }
  port.postMessage(answer);
});
