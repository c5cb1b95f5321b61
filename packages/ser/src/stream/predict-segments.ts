import type { Audio, AudioBlock } from '@ser/audio';
import { SerError } from '@ser/core';
import type { SegmentOptions, SegmentPrediction } from '../contract.js';
import { type StreamModel, streamAnswers } from './stream-answers.js';

/** A recording up to this length, in seconds, is one utterance. */
export const LONGEST_UTTERANCE = 30;

/** Shortest pause between two segments of a recording, in seconds, unless an option says otherwise. */
const MIN_PAUSE = 0.3;

/** Reads blocks until the recording ends, or is longer than an utterance. */
async function readHead(blocks: AsyncIterator<AudioBlock>): Promise<{ head: AudioBlock[]; isWhole: boolean }> {
  const head: AudioBlock[] = [];
  for (let samples = 0; ; ) {
    const { done, value } = await blocks.next();
    if (done) return { head, isWhole: true };
    head.push(value);
    samples += value.samples.length;
    if (samples > LONGEST_UTTERANCE * value.sampleRate) return { head, isWhole: false };
  }
}

function joined(blocks: readonly AudioBlock[]): Audio {
  const { sampleRate, notes } = blocks[0]!;
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.samples.length, 0));
  for (const block of blocks) samples.set(block.samples, block.start);
  return { samples, sampleRate, notes };
}

/**
 * Answers for each segment of a recording, see `Recognizer.predictSegments`.
 *
 * @param blocks the recording at its own rate. It is closed in any case.
 * @param name what messages call the recording.
 */
export async function* segmentAnswers(
  model: StreamModel,
  blocks: AsyncGenerator<AudioBlock, void, undefined>,
  name: string,
  options: SegmentOptions,
): AsyncGenerator<SegmentPrediction, void, undefined> {
  try {
    const { head, isWhole } = await readHead(blocks);
    if (isWhole) {
      const audio = joined(head);
      const answer = await model.predict(audio);
      yield { start: 0, end: audio.samples.length / audio.sampleRate, isWhole, ...answer };
    } else yield* longAnswers(model, head, blocks, name, options);
  } finally {
    await blocks.return();
  }
}

async function* longAnswers(
  model: StreamModel,
  head: AudioBlock[],
  rest: AsyncIterable<AudioBlock>,
  name: string,
  { speech, signal, onProgress }: SegmentOptions,
): AsyncGenerator<SegmentPrediction, void, undefined> {
  let notes: readonly string[] = [];
  let seconds = 0;
  async function* all(): AsyncGenerator<AudioBlock, void, undefined> {
    const follow = (block: AudioBlock): AudioBlock => {
      notes = block.notes;
      seconds = (block.start + block.samples.length) / block.sampleRate;
      onProgress?.(seconds);
      return block;
    };
    for (const block of head.splice(0)) yield follow(block);
    for await (const block of rest) yield follow(block);
  }
  let told = 0;
  // An answer waits for the next one, so that the last carries what the decoder notes at the end of the recording.
  let waiting: SegmentPrediction | undefined;
  const withNotes = (segment: SegmentPrediction): SegmentPrediction => {
    const fresh = notes.slice(told);
    told = notes.length;
    return { ...segment, notes: fresh };
  };
  const options = { speech: { ...speech, minPause: speech?.minPause ?? MIN_PAUSE }, signal };
  for await (const event of streamAnswers(model, all(), options, false)) {
    if (event.kind !== 'final') continue;
    if (waiting) yield withNotes(waiting);
    waiting = { start: event.start, end: event.end, isWhole: false, ...event.answer };
  }
  if (waiting) yield withNotes(waiting);
  else throw new SerError('INVALID_AUDIO', `${name} has no speech in its ${seconds.toFixed(1)} s`);
}
