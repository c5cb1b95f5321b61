import { decodeAudio, encodeWav, resampleAudio } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { type FinalEvent, loadRecognizer, type Recognizer } from 'ser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { annotateVoice, type Publisher, TOPIC, type VoiceFrame } from './livekit-agent.js';

let recognizer: Recognizer;
/** Recorded frames of 10 ms, 48 kHz, two channels, as those of a room. */
let frames: VoiceFrame[];
/** The answer for the same samples, without a room. */
let final: FinalEvent;

function framesOf(samples: Float32Array, sampleRate: number): VoiceFrame[] {
  const length = sampleRate / 100;
  return Array.from({ length: Math.floor(samples.length / length) }, (_, i) => {
    const data = new Int16Array(2 * length);
    for (let j = 0; j < length; j++) {
      const sample = samples[i * length + j]!;
      // The mean of the channels is the recording.
      data[2 * j] = Math.round(32_767 * Math.min(1, Math.max(-1, 1.5 * sample)));
      data[2 * j + 1] = Math.round(32_767 * Math.min(1, Math.max(-1, 0.5 * sample)));
    }
    return { data, sampleRate, channels: 2, samplesPerChannel: length };
  });
}

beforeAll(async () => {
  recognizer = await loadRecognizer();
  const corpus = syntheticCorpus();
  const clip = corpus.utterances.find(({ id }) => id === 'synthetic/s01-angry-09-1')!;
  const { samples, sampleRate } = resampleAudio(await corpus.read(clip), 48_000);
  frames = framesOf(samples, sampleRate);
  // A stereo file of the same samples is decoded by other code.
  const heard = await decodeAudio(new Uint8Array(stereoWav(frames)));
  for await (const event of recognizer.stream(heard)) if (event.kind === 'final') final = event;
});
afterAll(() => recognizer.dispose());

/** Returns a WAV file of two channels: that of one channel with twice the rate, and another header. */
function stereoWav(recorded: readonly VoiceFrame[]): ArrayBuffer {
  const interleaved = Float32Array.from(recorded.flatMap(({ data }) => [...data].map((sample) => sample / 2 ** 15)));
  const wav = encodeWav({ samples: interleaved, sampleRate: 48_000 });
  const bytes = new Uint8Array(wav).slice();
  const header = new DataView(bytes.buffer);
  const blockAlign = header.getUint16(32, true);
  header.setUint16(22, 2, true);
  header.setUint32(28, 48_000 * 2 * blockAlign, true);
  header.setUint16(32, 2 * blockAlign, true);
  return bytes.buffer;
}

/** A participant that keeps what is published. */
class Room implements Publisher {
  readonly attributes: Record<string, string>[] = [];
  readonly data: { topic: string | undefined; reliable: boolean | undefined; json: Record<string, unknown> }[] = [];

  async setAttributes(attributes: Record<string, string>): Promise<void> {
    this.attributes.push(attributes);
  }

  async publishData(data: Uint8Array, { topic, reliable }: { topic?: string; reliable?: boolean }): Promise<void> {
    this.data.push({ topic, reliable, json: JSON.parse(new TextDecoder().decode(data)) });
  }
}

async function* recorded(): AsyncGenerator<VoiceFrame> {
  yield* frames;
}

it('passes all frames through and publishes how they sound', async () => {
  const room = new Room();
  const { audio, context, done } = annotateVoice(recorded(), { recognizer, publisher: room, participant: 'anna' });
  const passed: VoiceFrame[] = [];
  for await (const frame of audio) passed.push(frame);
  await done;

  expect(passed.length).toBeGreaterThan(100);
  expect(passed.every((frame, i) => frame === frames[i])).toBe(true);
  expect(final.answer.uncertain).toBe(undefined);
  expect(context.current).toMatchObject({
    emotion: final.answer.label,
    confidence: final.answer.confidence,
    isSpeaking: false,
    time: final.end,
  });
  expect(room.attributes.at(-1)).toEqual({
    'voice.participant': 'anna',
    'voice.emotion': final.answer.label,
    'voice.trend': '',
    'voice.uncertain': '',
    'voice.sentence': context.current.sentence,
  });
  expect(room.data.at(-1)).toEqual({
    topic: TOPIC,
    reliable: true,
    json: { participant: 'anna', ...context.current },
  });
  expect(room.data[0]!.json).toMatchObject({ isSpeaking: true });
});

it('ends with its reader', async () => {
  const { audio, done } = annotateVoice(recorded(), { recognizer, publisher: new Room(), participant: 'anna' });
  for await (const _ of audio) break;
  await done;
});

it('reports what cannot be sent, after all is heard', async () => {
  const room = new Room();
  room.publishData = () => Promise.reject(new Error('the room is closed'));
  const { audio, context, done } = annotateVoice(recorded(), { recognizer, publisher: room, participant: 'anna' });
  const failed = expect(done).rejects.toThrow('the room is closed');
  for await (const _ of audio);
  await failed;
  expect(context.current.emotion).toBe(final.answer.label);
});

it('gives up when recognition is a minute behind the room', async () => {
  const slow: Pick<Recognizer, 'stream'> = {
    async *stream(source) {
      for await (const _ of source as AsyncIterable<unknown>) await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const second: VoiceFrame = { data: new Int16Array(8000), sampleRate: 8000, channels: 1, samplesPerChannel: 8000 };
  async function* flood(): AsyncGenerator<VoiceFrame> {
    for (let i = 0; i < 120; i++) yield second;
  }
  const { audio, done } = annotateVoice(flood(), { recognizer: slow, publisher: new Room(), participant: 'anna' });
  const failed = expect(done).rejects.toThrow('more than 60 s behind');
  let passed = 0;
  for await (const _ of audio) passed++;
  await failed;
  expect(passed).toBe(120);
});
