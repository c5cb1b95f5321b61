import { describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { bytesOf } from '../../test/test-data/wav-bytes.js';
import { decodeAudio } from './decode-audio.js';
import { decodeRecording } from './decode-recording.js';
import type { PlatformDecoder } from './platform-decoder.js';

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

describe("decodeWith: 'platform'", () => {
  it('lets the context decode a copy of the bytes', async () => {
    const bytes = clips.m4a.slice();
    const context = new FakeContext();
    expect(await decodeRecording(bytes, { decodeWith: 'platform', context })).toEqual({
      channels: [Float32Array.of(0.5), Float32Array.of(0)],
      sampleRate: 48000,
      codec: 'platform',
      container: 'mp4',
    });
    expect(context.received).toEqual(clips.m4a);
    expect(bytes).toEqual(clips.m4a);
    expect((await decodeAudio(bytes, { decodeWith: 'platform', context })).samples).toEqual(Float32Array.of(0.25));
  });

  it('says what the platform cannot do', async () => {
    const context = new FakeContext({ fails: true });
    await expect(decodeRecording(clips.m4a, { decodeWith: 'platform', context, name: 'a.m4a' })).rejects.toMatchObject({
      code: 'UNSUPPORTED_AUDIO',
      message: 'a.m4a is mp4 audio that the platform cannot decode',
    });
    await expect(decodeRecording(bytesOf('hello'), { decodeWith: 'platform', context })).rejects.toThrow(
      'the recording is no audio: it begins with the text "hello"',
    );
  });

  it('refuses what comes back empty or not finite', async () => {
    const empty = new FakeContext({ channels: [new Float32Array(0)] });
    await expect(decodeRecording(clips.m4a, { decodeWith: 'platform', context: empty })).rejects.toThrow('length is 0');
    const nan = new FakeContext({ channels: [Float32Array.of(Number.NaN)] });
    await expect(decodeRecording(clips.m4a, { decodeWith: 'platform', context: nan })).rejects.toThrow('holds NaN');
  });

  it('needs a context', async () => {
    await expect(decodeRecording(clips.m4a, { decodeWith: 'platform' })).rejects.toThrow(
      "context must be an AudioContext where decodeWith is 'platform', got undefined",
    );
    await expect(decodeRecording(clips.m4a, { decodeWith: 'magic' as 'own' })).rejects.toThrow('decodeWith must be');
  });
});
