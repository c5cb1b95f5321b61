// Child process of the `scale` benchmark: one measurement of one size in its own memory.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { Random } from '@ser/core';
import { findNearDuplicates, syntheticCorpus } from '@ser/datasets';
import { openStudy } from '@ser/experiments';
import { loadRecognizer } from 'ser';
import { answerLines, peakMiB } from '../harness/answer-lines.mjs';
import { speechClips } from '../signals/speech.mjs';

const SAMPLE_RATE = 16_000;
const COEFFS = 20;

const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** An answer, or for a longer recording the answers for its segments, from a file. */
async function predict(seconds) {
  const recognizer = await loadRecognizer();
  const folder = mkdtempSync(join(tmpdir(), 'ser-bench-'));
  try {
    const file = join(folder, 'recording.wav');
    writeRecording(file, seconds);
    const answer = async () => {
      for await (const _ of recognizer.predictSegments(file));
    };
    for (let i = 0; i < 5 && seconds <= 30; i++) await answer();
    return await timed(answer);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a WAV file in pieces of a minute at most, so that the memory of this process says what reading needs. */
function writeRecording(file, seconds) {
  const piece = Math.min(seconds, 60);
  const [samples] = speechClips({ count: 1, seconds: piece, sampleRate: SAMPLE_RATE, seed: 3 });
  const bytes = Buffer.from(encodeWav({ samples, sampleRate: SAMPLE_RATE }));
  const data = bytes.subarray(44);
  const repeats = Math.round(seconds / piece);
  bytes.writeUInt32LE(36 + repeats * data.length, 4);
  bytes.writeUInt32LE(repeats * data.length, 40);
  writeFileSync(file, bytes);
  for (let i = 1; i < repeats; i++) appendFileSync(file, data);
}

/** Features as random numbers: what is measured here does not depend on them. */
function featuresOf(corpus) {
  const random = new Random('scale');
  return new Map(
    corpus.utterances.map(({ id }) => {
      const frames = 60 + random.integer(60);
      return [
        id,
        { data: Float32Array.from({ length: frames * COEFFS }, () => random.normal()), frames, coeffs: COEFFS },
      ];
    }),
  );
}

/** A corpus of `clips` utterances of 40 speakers and 4 emotions. */
function corpusOf(clips) {
  const [utterance] = syntheticCorpus().utterances;
  const emotions = ['angry', 'happy', 'neutral', 'sad'];
  const utterances = Array.from({ length: clips }, (_, i) => ({
    ...utterance,
    id: `scale/${i}`,
    emotion: emotions[i % 4],
    speaker: String(Math.floor(i / 4) % 40),
    sentence: undefined,
  }));
  return { ...syntheticCorpus(), name: 'scale', emotions, utterances };
}

function duplicates(clips) {
  const corpus = corpusOf(clips);
  const features = featuresOf(corpus);
  return timed(() => findNearDuplicates(corpus, features));
}

/** All that a study does apart from the sound: split, audit, training of a small network for one epoch, figures. */
async function study(clips) {
  const corpus = corpusOf(clips);
  const features = featuresOf(corpus);
  const described = {
    corpus: 'scale',
    protocol: 'speaker-4',
    model: { kind: 'baseline' },
    training: { epochs: 1 },
    seed: 1,
  };
  return timed(async () => {
    const opened = await openStudy(described, { corpus, features });
    await opened.evaluate({ folds: 1 });
  });
}

const WORK = { predict, duplicates, study };

await answerLines(async ({ measure, size }) => ({ ms: await WORK[measure](size), peakMiB: peakMiB() }));
