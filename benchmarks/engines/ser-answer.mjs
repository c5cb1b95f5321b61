// Child process of the `predict` benchmark: the carried model on encoded recordings.
import { readFile } from 'node:fs/promises';
import { assessSpeech, decodeAudio } from '@ser/audio';
import { loadRecognizer } from 'ser';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';

const recognizer = await loadRecognizer();
const files = new Map();

const WORK = {
  answer: ({ bytes }) => recognizer.predict(bytes),
  decode: ({ bytes }) => decodeAudio(bytes),
  resample: ({ bytes, sampleRate }) => decodeAudio(bytes, { sampleRate }),
  speech: ({ audio }) => assessSpeech(audio),
  network: ({ audio16k }) => recognizer.model.predict(audio16k),
};

async function open(path) {
  const bytes = await readFile(path);
  const sampleRate = 16_000;
  const [audio, audio16k] = await Promise.all([decodeAudio(bytes), decodeAudio(bytes, { sampleRate })]);
  return { bytes, sampleRate, audio, audio16k };
}

await answerLines(async ({ path, measure, times }) => {
  if (!files.has(path)) files.set(path, await open(path));
  const file = files.get(path);
  const start = performance.now();
  for (let i = 0; i < times; i++) await WORK[measure](file);
  return { ms: (performance.now() - start) / times, peakMiB: peakMiB() };
});
