import { type Audio, encodeWav } from '@ser/audio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recognizer, SegmentOptions, SegmentPrediction } from '../contract.js';
import { dialogue, smallRecognizer } from './stream.fixture.js';

const RATE = 16_000;
const VOICES = [
  { at: 2, seconds: 3, pitch: 120 },
  { at: 12, seconds: 2, pitch: 240 },
  { at: 25, seconds: 8, pitch: 150 },
];
const LONG: Audio = { samples: dialogue(40, RATE, VOICES), sampleRate: RATE };
const SHORT: Audio = { samples: LONG.samples.slice(0, 30 * RATE), sampleRate: RATE };

let recognizer: Recognizer;
beforeAll(async () => {
  recognizer = await smallRecognizer();
});
afterAll(() => recognizer.dispose());

async function segmentsOf(
  input: Parameters<Recognizer['predictSegments']>[0],
  options?: SegmentOptions,
): Promise<SegmentPrediction[]> {
  const segments: SegmentPrediction[] = [];
  for await (const segment of recognizer.predictSegments(input, options)) segments.push(segment);
  return segments;
}

describe('predictSegments', () => {
  it('answers as predict does for a recording of up to 30 s', async () => {
    for (const audio of [SHORT, { samples: LONG.samples.slice(0, RATE), sampleRate: RATE }]) {
      const duration = audio.samples.length / RATE;
      expect(await segmentsOf(audio)).toEqual([
        { start: 0, end: duration, isWhole: true, ...(await recognizer.predict(audio)) },
      ]);
    }
  });

  it('answers for each spoken segment of a longer one, as predict does for its samples, bit for bit', async () => {
    const segments = await segmentsOf(LONG);
    expect(segments).toHaveLength(3);
    for (const [i, { start, end, isWhole, ...answer }] of segments.entries()) {
      expect(Math.abs(start - VOICES[i]!.at)).toBeLessThan(0.1);
      expect(Math.abs(end - VOICES[i]!.at - VOICES[i]!.seconds)).toBeLessThan(0.15);
      expect(isWhole).toBe(false);
      const samples = LONG.samples.slice(Math.round(start * RATE), Math.round(end * RATE));
      expect(answer).toEqual(await recognizer.predict({ samples, sampleRate: RATE }));
    }
  });

  it('hands on the notes of the decoder once, also those from the end of the recording', async () => {
    const loud = { samples: LONG.samples.map((x, i) => (i === 39 * RATE ? 5 : x)), sampleRate: RATE };
    const bytes = encodeWav(loud, { format: 'float32' });
    const segments = await segmentsOf(bytes);
    const notes = segments.flatMap((segment) => segment.notes);
    expect(notes).toEqual([expect.stringMatching(/has samples of up to 5\.00/)]);
    expect(segments.at(-1)!.notes).toEqual(notes);
  });

  it('reports how many seconds it has read of a recording longer than 30 s', async () => {
    const seconds: number[] = [];
    await segmentsOf(LONG, { onProgress: (read) => seconds.push(read) });
    expect(seconds.at(-1)).toBe(40);
    expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect(seconds.length).toBeGreaterThan(5);
    const none: number[] = [];
    await segmentsOf(SHORT, { onProgress: (read) => none.push(read) });
    expect(none).toEqual([]);
  });

  it('divides by the options for speech', async () => {
    const segments = await segmentsOf(LONG, { speech: { maxSpeech: 3 } });
    expect(segments.length).toBeGreaterThan(4);
    for (const { start, end } of segments) expect(end - start).toBeLessThan(3.2);
  });

  it('refuses a long recording without speech, and what is empty or no recording', async () => {
    const noise = { samples: dialogue(31, RATE, []), sampleRate: RATE };
    await expect(segmentsOf(noise)).rejects.toMatchObject({
      code: 'INVALID_AUDIO',
      message: 'the recording has no speech in its 31.0 s',
    });
    const empty = { samples: new Float32Array(0), sampleRate: RATE };
    await expect(segmentsOf(empty)).rejects.toThrow('the recording holds no samples: its length is 0');
    await expect(segmentsOf('nowhere.wav')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(segmentsOf(7 as never)).rejects.toThrow('input must be a path, bytes, a Blob');
  });

  it('refuses what is longer than maxSeconds, before it reads it if the headers say so', async () => {
    await expect(segmentsOf(encodeWav(LONG), { maxSeconds: 39 })).rejects.toMatchObject({
      code: 'UNSUPPORTED_AUDIO',
      message: expect.stringContaining('lasts 40.00 s; at most 39 s are decoded'),
    });
    expect(await segmentsOf(encodeWav(LONG), { maxSeconds: 40 })).toHaveLength(3);
  });

  it('takes the channel that mono names, as predict does', async () => {
    const [left] = await segmentsOf(SHORT);
    const stereo = new Float32Array(2 * SHORT.samples.length);
    for (const [i, sample] of SHORT.samples.entries()) stereo.set([sample, -sample], 2 * i);
    const bytes = new Uint8Array(encodeWav({ samples: stereo, sampleRate: SHORT.sampleRate }, { format: 'float32' }));
    const header = new DataView(bytes.buffer);
    header.setUint16(22, 2, true);
    header.setUint32(28, 8 * SHORT.sampleRate, true);
    header.setUint16(32, 8, true);
    await expect(segmentsOf(bytes)).rejects.toThrow('channels that cancel each other');
    expect(await segmentsOf(bytes, { mono: { channel: 0 } })).toEqual([left]);
    expect((await recognizer.predict(bytes, { mono: { channel: 0 } })).probabilities).toEqual(left!.probabilities);
    await expect(recognizer.predict(bytes, { mono: { channel: 2 } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('stops when it is aborted, with the reason', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const onProgress = () => controller.abort(reason);
    await expect(segmentsOf(encodeWav(LONG), { onProgress, signal: controller.signal })).rejects.toBe(reason);
  });
});

it('predict advises predictSegments for a recording of more than 30 s', async () => {
  expect((await recognizer.predict(LONG)).warnings).toEqual([
    'it lasts 40.0 s: predictSegments answers for each utterance of a long recording',
  ]);
  expect((await recognizer.predict(SHORT)).warnings).toEqual([]);
});
