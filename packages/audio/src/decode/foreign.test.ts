import { describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { bytesOf } from '../../test/test-data/wav-bytes.js';
import { decodeAudio } from './decode-audio.js';
import { decodeRecording } from './decode-recording.js';
import type { PlatformDecoder } from './options.js';

/** Like an AudioContext: takes the bytes away, and answers with two channels at its own rate. */
class FakeContext implements PlatformDecoder {
  received: Uint8Array | undefined;
  readonly #channels: Float32Array[];
  readonly #fails: boolean;

  constructor({ channels = [Float32Array.of(0.5), Float32Array.of(0)], fails = false } = {}) {
    this.#channels = channels;
    this.#fails = fails;
  }

  async decodeAudioData(data: ArrayBuffer) {
    this.received = new Uint8Array(structuredClone(data, { transfer: [data] }));
    if (this.#fails) throw new DOMException('no', 'EncodingError');
    const channels = this.#channels;
    return { numberOfChannels: channels.length, sampleRate: 48000, getChannelData: (c: number) => channels[c]! };
  }
}

describe('formats that this package does not decode', () => {
  it('are decoded by the platform where there is one, from a copy of the bytes', async () => {
    const bytes = clips.m4a.slice();
    const context = new FakeContext();
    expect(await decodeRecording(bytes, { context })).toMatchObject({
      channels: [Float32Array.of(0.5), Float32Array.of(0)],
      sampleRate: 48000,
      container: 'platform',
    });
    expect(context.received).toEqual(clips.m4a);
    expect(bytes).toEqual(clips.m4a);
    expect((await decodeAudio(bytes, { context })).samples).toEqual(Float32Array.of(0.25));
  });

  it('are decoded by the function that is given, with a note', async () => {
    const decodeOther = async (bytes: Uint8Array) => {
      expect(bytes).toEqual(clips.m4a);
      return { channelData: [Float32Array.of(0.1, 0.2)], sampleRate: 22050 };
    };
    expect(await decodeAudio(clips.m4a, { decodeOther })).toEqual({
      samples: Float32Array.of(0.1, 0.2),
      sampleRate: 22050,
      notes: ['is M4A (AAC or ALAC); decodeOther decoded it'],
    });
  });

  it('are named, with what to do about it, where nothing decodes them', async () => {
    const context = new FakeContext({ fails: true });
    for (const options of [{}, { context }])
      await expect(decodeRecording(clips.m4a, { ...options, name: 'a.m4a' })).rejects.toMatchObject({
        code: 'UNSUPPORTED_AUDIO',
        message: 'a.m4a is M4A (AAC or ALAC), which this package does not decode',
        hint: 'Run "npm install audio-decode", or convert it: ffmpeg -i "a.m4a" "a-pcm.wav"',
      });
  });

  it.each<[string, Uint8Array]>([
    ['AAC', bytesOf([0xff, 0xf1, 0x50, 0x80, 0x01, 0x3f, 0xfc])],
    ['AMR', bytesOf('#!AMR\n', [4, 5])],
    ['AMR-WB', bytesOf('#!AMR-WB\n', [4, 5])],
    ['WMA (ASF)', bytesOf([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11])],
    ['WavPack', bytesOf('wvpk', [4, 0, 0, 0])],
    ['QuickTime', bytesOf([0, 0, 0, 20], 'ftypqt  ', [0, 0, 0, 0])],
    ['3GP (AMR or AAC)', bytesOf([0, 0, 0, 20], 'ftyp3gp4', [0, 0, 0, 0])],
    ['AVI', bytesOf('RIFF', [0, 1, 0, 0], 'AVI LIST')],
    ['NIST SPHERE', bytesOf('NIST_1A\n   1024\n')],
    ["Monkey's Audio", bytesOf('MAC ', [0x96, 0x0f])],
    ['AC-3', bytesOf([0x0b, 0x77, 0, 0])],
    ['G.721 ADPCM in AU', bytesOf('.snd', [0, 0, 0, 24, 0, 0, 0, 9, 0, 0, 0, 23, 0, 0, 0x1f, 0x40, 0, 0, 0, 1, 1, 2])],
  ])('%s', async (format, bytes) => {
    await expect(decodeRecording(bytes, { name: 'x' })).rejects.toMatchObject({
      code: 'UNSUPPORTED_AUDIO',
      message: `x is ${format}, which this package does not decode`,
    });
    const decodeOther = async () => ({ channelData: [Float32Array.of(0.1)], sampleRate: 8000 });
    expect((await decodeAudio(bytes, { decodeOther })).notes).toEqual([`is ${format}; decodeOther decoded it`]);
  });

  it('are refused if what comes back is empty, not finite or no sound', async () => {
    const given = (samples: Float32Array) => ({
      decodeOther: async () => ({ channelData: [samples], sampleRate: 8000 }),
    });
    await expect(decodeRecording(clips.m4a, given(new Float32Array(0)))).rejects.toThrow('length is 0');
    await expect(decodeRecording(clips.m4a, given(Float32Array.of(Number.NaN)))).rejects.toThrow('holds NaN');
    const decodeOther = async () => Promise.reject(new Error('no moov box'));
    await expect(decodeRecording(clips.m4a, { decodeOther })).rejects.toMatchObject({
      code: 'INVALID_AUDIO',
      message: 'the recording is M4A (AAC or ALAC), which decodeOther cannot decode: no moov box',
    });
  });

  it('are not handed on beyond maxBytes', async () => {
    const decodeOther = async () => expect.fail('was called');
    await expect(decodeAudio(clips.m4a, { decodeOther, maxBytes: 100 })).rejects.toThrow(
      'at most 100 are read at once',
    );
  });
});
