import { setTimeout } from 'node:timers/promises';
import { SerError } from '@ser/core';
import type { CallOptions, ServedRecognizer } from '../contract.js';
import type { ServedPrediction } from '../schema/answers.js';

/** Returns an answer that says how many bytes or samples it is about. */
export const answerAbout = (size: number): ServedPrediction => ({
  label: 'angry',
  confidence: 0.75,
  probabilities: [
    { label: 'angry', probability: 0.75 },
    { label: 'sad', probability: 0.25 },
  ],
  notes: [`${size}`],
  warnings: [],
});

/** How many calls a {@link scriptedRecognizer} has at a time. */
export interface Calls {
  now: number;
  most: number;
}

/**
 * Returns a recognizer whose answers count bytes, in place of a network. The first byte of a recording is a script: 1 is
 * no audio, 2 a format that is not supported, 3 a fault of the service; the second byte waits so many 10 ms.
 */
export function scriptedRecognizer(calls: Calls = { now: 0, most: 0 }): ServedRecognizer {
  const predict = async (bytes: Uint8Array, { signal, maxSeconds }: CallOptions): Promise<ServedPrediction> => {
    calls.now++;
    calls.most = Math.max(calls.most, calls.now);
    try {
      const [script, wait = 0] = bytes;
      if (wait > 0) await setTimeout(10 * wait, undefined, { signal }).catch(() => Promise.reject(signal.reason));
      if (script === 1) throw new SerError('INVALID_AUDIO', 'the recording is silent', { hint: 'Speak up.' });
      if (script === 2) throw new SerError('UNSUPPORTED_AUDIO', `longer than ${maxSeconds} s`);
      if (script === 3) throw new Error('secret');
      return answerAbout(bytes.length);
    } finally {
      calls.now--;
    }
  };
  return {
    models: [
      { name: 'scripted', description: 'counts', labels: ['angry', 'sad'], license: 'MIT', corpora: [], notes: [] },
    ],
    predict,
    predictSegments: async (bytes, options) => [{ ...(await predict(bytes, options)), start: 0, end: 1.5 }],
    async *stream(source) {
      let samples = 0;
      let sum = 0;
      yield { kind: 'speech', segment: 0, start: 0 };
      for await (const chunk of source) {
        samples += chunk.length;
        for (const sample of chunk) sum += sample;
        const answer = answerAbout(samples);
        yield { kind: 'update', segment: 0, start: 0, end: samples, answer, smoothed: answer, skipped: 0 };
      }
      yield { kind: 'final', segment: 0, start: 0, end: samples, answer: answerAbout(sum) };
    },
  };
}
