import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { encodeWav } from '../formats/pcm/encode-wav.js';
import { decodeAudio, resampleAudio } from './decode-audio.js';
import { decodeAudioBlocks } from './decode-audio-blocks.js';
import { decodeRecording } from './decode-recording.js';
import type { AudioSource } from './input.js';
import { toMono } from './mono.js';

const stereo = encodeWav({ channels: [Float32Array.of(0.5, 0.25), Float32Array.of(0, 0.75)], sampleRate: 48000 });

it('averages the channels by default and takes one on request', async () => {
  expect(await decodeAudio(stereo)).toEqual({ samples: Float32Array.of(0.25, 0.5), sampleRate: 48000, notes: [] });
  expect((await decodeAudio(stereo, { mono: { channel: 1 } })).samples).toEqual(Float32Array.of(0, 0.75));
  await expect(decodeAudio(stereo, { mono: { channel: 2 } })).rejects.toThrow('channel must be an integer from 0 to 1');
});

it('resamples to the rate that is asked for', async () => {
  const sine = (rate: number) =>
    Float32Array.from({ length: rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 300 * i) / rate));
  const wav = encodeWav({ samples: sine(48000), sampleRate: 48000 }, { format: 'float32' });
  const { samples, sampleRate } = await decodeAudio(wav, { sampleRate: 16000 });
  expect(sampleRate).toBe(16000);
  expect(samples.length).toBe(16000);
  const expected = sine(16000);
  for (let i = 500; i < 15500; i++) expect(Math.abs(samples[i]! - expected[i]!)).toBeLessThan(1e-4);
  await expect(decodeAudio(wav, { sampleRate: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

describe('sources', () => {
  const expected = { samples: Float32Array.of(0.25, 0.5), sampleRate: 48000, notes: [] };
  const chunks = async function* (size: number) {
    for (let at = 0; at < stereo.length; at += size) yield stereo.subarray(at, at + size);
  };
  const shared = new SharedArrayBuffer(stereo.length);
  new Uint8Array(shared).set(stereo);
  const padded = new Uint8Array(stereo.length + 6);
  padded.set(stereo, 4);

  it.each<[string, () => AudioSource]>([
    ['ArrayBuffer', () => stereo.slice().buffer],
    ['SharedArrayBuffer', () => shared],
    ['Buffer', () => Buffer.from(stereo)],
    ['DataView', () => new DataView(padded.buffer, 4, stereo.length)],
    ['Int16Array', () => new Int16Array(padded.buffer, 4, stereo.length / 2)],
    ['Blob', () => new Blob([stereo.slice()])],
    ['File', () => new File([stereo.slice()], 'a.wav')],
    ['Response', () => new Response(stereo.slice())],
    ['ReadableStream', () => new Blob([stereo.slice()]).stream()],
    ['a Node stream', () => Readable.from(chunks(7))],
    ['an async generator', () => chunks(5)],
    ['one chunk', () => chunks(1000)],
    [
      'AudioBuffer',
      () => {
        const channels = [Float32Array.of(0.5, 0.25), Float32Array.of(0, 0.75)];
        return { numberOfChannels: 2, sampleRate: 48000, getChannelData: (c: number) => channels[c]! };
      },
    ],
    ['samples', () => ({ samples: Float32Array.of(0.25, 0.5), sampleRate: 48000 })],
  ])('%s', async (_, source) => {
    expect(await decodeAudio(source())).toEqual(expected);
  });

  it('name themselves in errors', async () => {
    await expect(decodeAudio(new File(['text'], 'b.wav'))).rejects.toThrow('b.wav is not audio');
    await expect(decodeAudio(new Response(null, { status: 404, statusText: 'Not Found' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'the recording cannot be fetched: 404 Not Found',
    });
  });

  it('refuses what is no source, and says what to do with a path', async () => {
    await expect(decodeAudio('a.wav' as unknown as Blob)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      hint: expect.stringContaining('readAudio'),
    });
    await expect(decodeAudio(7 as unknown as Blob)).rejects.toThrow('source must be the bytes of a recording');
    const text = Readable.from(['abc'], { encoding: 'utf8' });
    await expect(decodeAudio(text)).rejects.toThrow('source must be a stream of Uint8Array, got "abc"');
  });

  it('stops an endless stream at maxBytes', async () => {
    let given = 0;
    const endless = (async function* () {
      for (;;) {
        given += 1000;
        yield new Uint8Array(1000);
      }
    })();
    await expect(decodeAudio(endless, { maxBytes: 10_000 })).rejects.toThrow('a stream of more than 10000 bytes');
    expect(given).toBe(11_000);
    await expect(
      decodeAudio(new Response(stereo.slice(), { headers: { 'content-length': '9999' } }), { maxBytes: 100 }),
    ).rejects.toThrow('the recording holds 9999 bytes; at most 100 are read at once');
    await expect(decodeAudio(stereo, { maxBytes: 40 })).rejects.toThrow('holds 52 bytes; at most 40');
  });
});

describe('limits', () => {
  const tone = (seconds: number) =>
    encodeWav({ samples: new Float32Array(8000 * seconds).fill(0.1), sampleRate: 8000 });

  it('refuses what lasts longer than maxSeconds, 600 by default', async () => {
    await expect(decodeAudio(tone(3), { maxSeconds: 2 })).rejects.toMatchObject({
      code: 'UNSUPPORTED_AUDIO',
      message: 'the recording lasts 3.00 s; at most 2 s are decoded',
      hint: expect.stringContaining('decodeAudioBlocks'),
    });
    expect((await decodeAudio(tone(3), { maxSeconds: 3 })).samples.length).toBe(24000);
    await expect(decodeAudio(tone(601))).rejects.toThrow('lasts 601.00 s; at most 600 s');
    await expect(decodeAudio(tone(1), { maxSeconds: 0 })).rejects.toThrow(
      'maxSeconds must be a positive number, got 0',
    );
  });

  it('counts the bytes of the result, of all channels that are kept', async () => {
    const bytes = encodeWav({ channels: [new Float32Array(8000), new Float32Array(8000)], sampleRate: 8000 });
    expect((await decodeAudio(bytes, { maxBytes: 33_000 })).samples.length).toBe(8000);
    await expect(decodeRecording(bytes, { maxBytes: 33_000 })).rejects.toThrow('decodes to more than 33000 bytes');
    await expect(decodeAudio(bytes, { maxBytes: 33_000, sampleRate: 16000 })).rejects.toThrow('more than 33000 bytes');
  });

  it('stops when the signal says so, with its reason', async () => {
    const reason = new Error('enough');
    await expect(decodeAudio(tone(1), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('channels that cancel each other', () => {
  const left = Float32Array.from({ length: 800 }, (_, i) => 0.5 * Math.sin(i / 3));
  const encode = (right: Float32Array) =>
    encodeWav({ channels: [left, right], sampleRate: 8000 }, { format: 'float32' });

  it('are said to cancel, and each can be taken alone', async () => {
    const bytes = encode(left.map((x) => -x));
    await expect(decodeAudio(bytes, { name: 'a.wav' })).rejects.toMatchObject({
      code: 'INVALID_AUDIO',
      message: 'a.wav has channels that cancel each other: each holds sound, their mean is silent',
      hint: 'Take one channel: mono: { channel: 0 }, or on the command line --channel 0.',
    });
    expect((await decodeAudio(bytes, { mono: { channel: 1 } })).samples).toEqual(left.map((x) => -x));
  });

  it('are noted if they nearly do', async () => {
    const { notes } = await decodeAudio(encode(left.map((x) => -0.99 * x)));
    expect(notes).toEqual([expect.stringMatching(/nearly cancel each other: their mean is 46 dB weaker/)]);
    expect((await decodeAudio(encode(left.map((x) => -0.8 * x)))).notes).toEqual([]);
    expect(
      (await decodeAudio(encodeWav({ channels: [left.map(() => 0), left.map(() => 0)], sampleRate: 8000 }))).notes,
    ).toEqual([]);
  });
});

it('notes samples far beyond full scale', async () => {
  const bytes = encodeWav({ samples: Float32Array.of(0.5, -12.5), sampleRate: 8000 }, { format: 'float32' });
  expect((await decodeAudio(bytes)).notes).toEqual(['has samples of up to 12.5, where full scale is 1']);
});

it('gives the same bits in blocks as at once, resampled or not', async () => {
  const samples = Float32Array.from({ length: 30_000 }, (_, i) => Math.fround(0.5 * Math.sin(i * i * 1e-6)));
  const wav = encodeWav({ channels: [samples, samples.map((x) => x / 3)], sampleRate: 22050 }, { format: 'float32' });
  for (const sampleRate of [22050, 16000]) {
    const whole = await decodeAudio(wav, { sampleRate });
    expect(whole.samples).toEqual(resampleAudio(toMono(await decodeRecording(wav), 'mean'), sampleRate).samples);
    const blocks = [];
    for await (const block of decodeAudioBlocks(new Blob([wav.slice()]), { sampleRate, blockFrames: 1000 }))
      blocks.push(block);
    expect(blocks.map(({ start }) => start)).toEqual(blocks.map((_, i) => 1000 * i));
    expect(Float32Array.from(blocks.flatMap((block) => [...block.samples]))).toEqual(whole.samples);
    expect(blocks.slice(0, -1).every((block) => block.samples.length === 1000 && block.sampleRate === sampleRate)).toBe(
      true,
    );
  }
});

it('names the recording in errors', async () => {
  await expect(decodeAudio(new Uint8Array(0))).rejects.toThrow('the recording is empty: it holds 0 bytes');
  await expect(decodeAudio(new Uint8Array(0), { name: 'b.wav' })).rejects.toThrow('b.wav is empty');
});
