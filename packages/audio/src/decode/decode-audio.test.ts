import { expect, it } from 'vitest';
import { encodeWav } from '../formats/pcm/encode-wav.js';
import { decodeAudio } from './decode-audio.js';

const stereo = encodeWav({ channels: [Float32Array.of(0.5, 0.25), Float32Array.of(0, 0.75)], sampleRate: 48000 });

it('averages the channels by default and takes one on request', async () => {
  expect(await decodeAudio(stereo)).toEqual({ samples: Float32Array.of(0.25, 0.5), sampleRate: 48000 });
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

it('wants bytes', async () => {
  await expect(decodeAudio(new ArrayBuffer(4) as unknown as Uint8Array)).rejects.toThrow('bytes must be a Uint8Array');
});

it('names the recording in errors', async () => {
  await expect(decodeAudio(new Uint8Array(0))).rejects.toThrow('the recording is empty: it holds 0 bytes');
  await expect(decodeAudio(new Uint8Array(0), { name: 'b.wav' })).rejects.toThrow('b.wav is empty');
});
