import { describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { staircase, tone } from '../../test/test-data/signals.js';
import { bytesOf } from '../../test/test-data/wav-bytes.js';
import { decodeAudio } from '../decode/decode-audio.js';
import { decodeRecording } from '../decode/decode-recording.js';
import { probeRecording } from '../decode/probe-recording.js';

/** Signal to noise ratio in dB, after the codec's first and last 20 ms. */
function snr(actual: Float32Array, expected: Float32Array, sampleRate: number): number {
  const edge = Math.round(0.02 * sampleRate);
  let signal = 0;
  let noise = 0;
  for (let i = edge; i < expected.length - edge; i++) {
    signal += expected[i]! ** 2;
    noise += (expected[i]! - actual[i]!) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe('MP3', () => {
  it('comes back with its length, in place and in shape', async () => {
    const recording = await decodeRecording(clips.mp3Mono16k);
    expect(recording).toMatchObject({ codec: 'mp3', container: 'mp3', sampleRate: 16000 });
    expect(recording.channels.length).toBe(1);
    expect(recording.channels[0]!.length).toBe(6400);
    expect(snr(recording.channels[0]!, tone(16000), 16000)).toBeGreaterThan(20);
  });

  it('keeps both channels apart', async () => {
    const { channels } = await decodeRecording(clips.mp3Stereo44k);
    const expected = tone(44100);
    expect(channels.map((samples) => samples.length)).toEqual([17640, 17640]);
    expect(snr(channels[0]!, expected, 44100)).toBeGreaterThan(20);
    expect(
      snr(
        channels[1]!,
        expected.map((x) => x / 2),
        44100,
      ),
    ).toBeGreaterThan(20);
  });

  it('decodes a file without a tag from its first to its last frame', async () => {
    const { channels } = await decodeRecording(clips.mp3NoTag);
    expect(channels[0]!.length % 576).toBe(0);
    expect(channels[0]!.length).toBeGreaterThanOrEqual(8820);
  });

  it('overlooks tags around it', async () => {
    const id3 = bytesOf('ID3', [4, 0, 0, 0, 0, 0, 9], new Uint8Array(9));
    const tagged = bytesOf(id3, clips.mp3Mono16k, 'TAG', new Uint8Array(125));
    expect((await decodeRecording(tagged)).channels).toEqual((await decodeRecording(clips.mp3Mono16k)).channels);
  });

  it('refuses what is truncated or damaged', async () => {
    const refused = (bytes: Uint8Array) => expect(decodeRecording(bytes, { name: 'a.mp3' })).rejects;
    await refused(clips.mp3Mono16k.subarray(0, 1500)).toThrow(
      /is truncated: it announces \d+ MP3 frames, \d+ could be/,
    );
    const hole = clips.mp3NoTag.slice();
    hole.fill(0x55, 900, 1200);
    await refused(hole).toThrow(/^a.mp3 is damaged at 0\.\d\d s: no MP3 frame that can be decoded at byte \d+/);
    await refused(bytesOf([0xff, 0xfb, 0x90, 0], new Uint8Array(200))).toThrow('no MP3 frame that can be decoded');
  });
});

describe('Ogg', () => {
  it('decodes Vorbis', async () => {
    const recording = await decodeRecording(clips.vorbis);
    expect(recording).toMatchObject({ codec: 'vorbis', container: 'ogg', sampleRate: 16000 });
    expect(recording.channels[0]!.length).toBe(6400);
    expect(snr(recording.channels[0]!, tone(16000), 16000)).toBeGreaterThan(20);
  });

  it('decodes Opus, at 48 kHz, without what the encoder put before and after', async () => {
    const recording = await decodeRecording(clips.opus);
    expect(recording).toMatchObject({ codec: 'opus', container: 'ogg', sampleRate: 48000 });
    expect(recording.channels[0]!.length).toBe(19200);
    expect(snr(recording.channels[0]!, tone(48000), 48000)).toBeGreaterThan(12);
  });

  it('decodes FLAC in Ogg exactly', async () => {
    const recording = await decodeRecording(clips.oggFlac);
    expect(recording).toMatchObject({ codec: 'flac', container: 'ogg', sampleRate: 16000, bitDepth: 16 });
    const expected = tone(16000);
    expect(recording.channels[0]!.length).toBe(6400);
    for (let i = 0; i < 6400; i++)
      expect(Math.abs(recording.channels[0]![i]! - expected[i]!)).toBeLessThan(1.01 / 32768);
  });

  it.each(['vorbis', 'opus', 'oggFlac'] as const)('refuses truncated and damaged %s', async (name) => {
    const whole = clips[name];
    const refused = (bytes: Uint8Array) => expect(decodeRecording(bytes, { name: 'a.ogg' })).rejects;
    await refused(whole.subarray(0, whole.length - 7)).toThrow(/^a.ogg is truncated: its last Ogg page ends at byte/);
    const bytes = whole.slice();
    bytes[whole.length - 40]! ^= 1;
    await refused(bytes).toThrow(/^a.ogg is damaged: the Ogg page at byte \d+ has a wrong checksum/);
  });
});

it('gives each decoding its own memory', async () => {
  const [first, second] = await Promise.all([decodeRecording(clips.mp3Mono16k), decodeRecording(clips.mp3Stereo44k)]);
  expect(first).toEqual(await decodeRecording(clips.mp3Mono16k));
  expect(second).toEqual(await decodeRecording(clips.mp3Stereo44k));
});

it('decodes the same sound from every format, at one rate', async () => {
  for (const name of ['mp3Mono16k', 'vorbis', 'opus', 'oggFlac'] as const) {
    const { samples, sampleRate } = await decodeAudio(clips[name], { sampleRate: 16000 });
    expect(sampleRate).toBe(16000);
    expect(samples.length).toBe(6400);
    expect(snr(samples, tone(16000), 16000)).toBeGreaterThan(12);
  }
});

it('probes without decoding', async () => {
  const length = (frames: number, sampleRate: number) => ({ sampleRate, frames, duration: frames / sampleRate });
  expect(await probeRecording(clips.mp3Mono16k)).toEqual({
    container: 'mp3',
    codec: 'mp3',
    channels: 1,
    ...length(6400, 16000),
  });
  expect(await probeRecording(clips.mp3Stereo44k)).toMatchObject({ channels: 2, ...length(17640, 44100) });
  expect(await probeRecording(clips.mp3NoTag)).toEqual({
    container: 'mp3',
    codec: 'mp3',
    channels: 1,
    sampleRate: 22050,
  });
  expect(await probeRecording(clips.vorbis)).toMatchObject({ codec: 'vorbis', channels: 1, ...length(6400, 16000) });
  expect(await probeRecording(clips.opus)).toMatchObject({ codec: 'opus', channels: 1, ...length(19200, 48000) });
  expect(await probeRecording(clips.oggFlac)).toMatchObject({
    container: 'ogg',
    codec: 'flac',
    ...length(6400, 16000),
  });
  expect(await probeRecording(clips.flac24)).toMatchObject({
    codec: 'flac',
    channels: 2,
    bitDepth: 24,
    ...length(1000, 16000),
  });
});

it('uses integers that fill the range in its FLAC clips', () => {
  const values = staircase(3000, 16, 0);
  expect(Math.max(...values)).toBeGreaterThan(20000);
  expect(Math.min(...values)).toBeLessThan(-20000);
});
