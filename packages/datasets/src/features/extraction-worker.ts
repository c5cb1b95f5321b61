import { parentPort, workerData } from 'node:worker_threads';
import { SerError } from '@ser/core';
import { createCutExtractor } from './extract-cuts.js';
import type { Extraction } from './extraction.js';
import type { WorkerAnswer, WorkerJob } from './extraction-pool.js';

const port = parentPort;
if (!port) throw new Error('this file runs in a worker only');
const extractCuts = createCutExtractor(workerData as Extraction);

// Decoders are loaded when they are needed, so that answers may come in another order than jobs.
port.on('message', async ({ index, file }: WorkerJob) => {
  let answer: WorkerAnswer;
  try {
    answer = { index, ...(await extractCuts(file)) };
  } catch (error) {
    const { message, stack } = error as Error;
    answer =
      error instanceof SerError
        ? { index, code: error.code, message, ...(error.hint === undefined ? {} : { hint: error.hint }) }
        : { index, message: stack ?? message };
  }
  port.postMessage(answer);
});
