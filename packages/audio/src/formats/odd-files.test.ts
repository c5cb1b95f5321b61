import { describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { flacFrame, flacHead } from '../../test/test-data/flac-bytes.js';
import { resealed, withGranules } from '../../test/test-data/ogg-bytes.js';
import { tone } from '../../test/test-data/signals.js';
import { bytesOf, data, fmt, riff, u16, u32 } from '../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../decode/decode-recording.js';
import { encodeWav } from './pcm/encode-wav.js';

const read = async (bytes: Uint8Array, options = {}) => {
  const { channels, notes, ...rest } = await decodeRecording(bytes, { name: 'a', ...options });
  return { samples: channels[0]!, channels, notes, ...rest };
};
/** Compares long arrays bit by bit, which is much faster than `toEqual`. */
const expectSame = (actual: Float32Array, expected: Float32Array, about = '') => {
  expect(actual.length, about).toBe(expected.length);
  const bits = (samples: Float32Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  expect(bits(actual).equals(bits(expected)), about).toBe(true);
};
const id3 = bytesOf('ID3', [4, 0, 0, 0, 0, 0, 9], new Uint8Array(9));
const id3v1 = bytesOf('TAG', new Uint8Array(125));
const ape = bytesOf(
  ...['APETAGEX', u32(2000), u32(32 + 20), u32(1), u32(0xa0000000), new Uint8Array(8)],
  new Uint8Array(20).fill(65),
  ...['APETAGEX', u32(2000), u32(32 + 20), u32(1), u32(0x80000000), new Uint8Array(8)],
);
const junk = bytesOf('some junk that is no audio at all, 50 bytes long ..');
const wav = encodeWav({ samples: tone(16000), sampleRate: 16000 });

describe('tags, filler and junk', () => {
  const formats: Record<string, Uint8Array> = {
    wav,
    flac: clips.flac16Fixed,
    flacOfUnknownLength: withoutLength(clips.flac16Fixed),
    mp3: clips.mp3Mono16k,
    mp3NoTag: clips.mp3NoTag,
    vorbis: clips.vorbis,
    opus: clips.opus,
    oggFlac: clips.oggFlac,
  };

  it.each(Object.keys(formats))('ID3v2, zeros and junk before %s', async (name) => {
    const bytes = formats[name]!;
    const plain = await read(bytes);
    for (const before of [id3, bytesOf(id3, id3), new Uint8Array(1000), bytesOf(id3, new Uint8Array(50))]) {
      const { samples, notes } = await read(bytesOf(before, bytes));
      expectSame(samples, plain.samples);
      expect(notes).toEqual(plain.notes);
    }
    const { samples, notes } = await read(bytesOf(junk, bytes));
    expectSame(samples, plain.samples);
    expect(notes).toEqual([
      expect.stringMatching(/^has [57]\d bytes before its beginning, the text "some junk th"…; they were/),
    ]);
  });

  it.each(Object.keys(formats).filter((name) => name !== 'wav'))('tags, zeros and junk after %s', async (name) => {
    const bytes = formats[name]!;
    const plain = await read(bytes);
    for (const after of [id3v1, ape, bytesOf(ape, id3v1), new Uint8Array(3000)])
      expectSame((await read(bytesOf(bytes, after))).samples, plain.samples, `${after.length} bytes`);
    const { samples, notes } = await read(bytesOf(bytes, junk));
    expectSame(samples, plain.samples);
    expect(notes.length).toBe(name === 'flac' ? 0 : 1);
  });
});

describe('MP3', () => {
  it('skips junk between frames with a note, and loses no frame', async () => {
    const at = clips.mp3NoTag.findIndex((byte, i) => i > 900 && byte === 0xff && clips.mp3NoTag[i + 1] === 0xf3);
    const split = bytesOf(clips.mp3NoTag.subarray(0, at), junk, clips.mp3NoTag.subarray(at));
    const { samples, notes } = await read(split);
    expectSame(samples, (await read(clips.mp3NoTag)).samples);
    expect(notes).toEqual([
      expect.stringMatching(/^has 5\d bytes at 0.\d\d s that are no MP3 frame; they were skipped$/),
    ]);
  });

  it('joins files that were put one after another, each without what its encoder added', async () => {
    const { samples } = await read(clips.mp3Mono16k);
    for (const joined of [
      bytesOf(clips.mp3Mono16k, clips.mp3Mono16k),
      bytesOf(clips.mp3Mono16k, id3v1, id3, clips.mp3Mono16k, ape),
    ]) {
      const both = await read(joined);
      expectSame(both.samples, Float32Array.from([...samples, ...samples]));
      expect(both.notes).toEqual([]);
    }
    await expect(read(bytesOf(clips.mp3Mono16k, clips.mp3NoTag))).rejects.toThrow(
      'changes its channels or sample rate',
    );
  });

  it('reads free format, whose frames do not say their length', async () => {
    const frames = mp3Frames(clips.mp3Mono16k).slice(1);
    const plain = await read(bytesOf(...frames));
    const free = frames.map((frame) => {
      const copy = frame.slice();
      copy[2]! &= 0x0f;
      return copy;
    });
    const { samples } = await read(bytesOf(...free));
    expect(samples.length).toBe(plain.samples.length);
    expectSame(samples, plain.samples);
  });

  it('goes by the number of bytes where an encoder counted frames wrong', async () => {
    const { samples } = await read(clips.mp3Mono16k);
    const at = [...clips.mp3Mono16k].findIndex(
      (_, i) => String.fromCharCode(...clips.mp3Mono16k.subarray(i, i + 4)) === 'Info',
    );
    const frames = new DataView(clips.mp3Mono16k.buffer).getUint32(at + 8);
    for (const [change, notes] of [
      [1, 1],
      [100, 1],
      [-3, 0],
    ] as const) {
      const wrong = clips.mp3Mono16k.slice();
      new DataView(wrong.buffer).setUint32(at + 8, frames + change);
      const result = await read(wrong);
      expectSame(result.samples, samples);
      expect(result.notes.length, `${change}`).toBe(notes);
    }
  });

  it('in WAV', async () => {
    const frames = bytesOf(...mp3Frames(clips.mp3Mono16k).slice(1));
    const inside = riff([fmt(0x55, 1, 16000, 0, u16(0)), data(frames)]);
    const { samples, codec, container } = await read(inside);
    expect({ codec, container }).toEqual({ codec: 'mp3', container: 'wav' });
    expectSame(samples, (await read(frames)).samples);
  });

  it('gives what is there of a cut file if that is asked for', async () => {
    const cut = clips.mp3Mono16k.subarray(0, 1500);
    await expect(read(cut)).rejects.toThrow(/is truncated: it announces 14 MP3 frames, 9 could be decoded/);
    const { samples, notes } = await read(cut, { allowTruncated: true });
    expect(samples.length).toBeGreaterThan(3000);
    expect(notes).toEqual(['is truncated: it announces 14 MP3 frames, 9 could be decoded']);
  });
});

describe('Ogg', () => {
  it('joins streams that follow each other', async () => {
    for (const name of ['opus', 'vorbis', 'oggFlac'] as const) {
      const { samples } = await read(clips[name]);
      const both = await read(bytesOf(clips[name], clips[name]));
      expectSame(both.samples, Float32Array.from([...samples, ...samples]));
    }
    await expect(read(bytesOf(clips.opus, clips.vorbis))).rejects.toThrow(
      'changes from 1 channels at 48000 Hz to 1 at 16000 Hz in its next stream',
    );
  });

  it('trusts the packets of Opus where page positions disagree with them', async () => {
    const { samples } = await read(clips.opus60);
    expect(samples.length).toBe(19200);
    const third = await read(withGranules(clips.opus60, (granule) => granule / 3n));
    expect(third.samples.length).toBeGreaterThanOrEqual(19200);
    expectSame(third.samples.subarray(0, 19200), samples);
    expect(third.notes).toEqual(['has page positions that disagree with its packets; the packets were trusted']);
    const ahead = await read(withGranules(clips.opus60, (granule) => granule + 100_000n));
    expectSame(ahead.samples.subarray(0, 19200), samples);
  });

  it('skips junk between pages with a note', async () => {
    const page = [...clips.vorbis].findIndex(
      (_, i) => i > 100 && String.fromCharCode(...clips.vorbis.subarray(i, i + 4)) === 'OggS',
    );
    const split = bytesOf(clips.vorbis.subarray(0, page), junk, clips.vorbis.subarray(page));
    const { samples, notes } = await read(split);
    expectSame(samples, (await read(clips.vorbis)).samples);
    expect(notes).toEqual([
      expect.stringMatching(/^has 5\d bytes at byte \d+ that are no Ogg page; they were skipped$/),
    ]);
  });

  it('decodes Vorbis of six channels, which stb_vorbis turned into noise', async () => {
    const { channels } = await read(clips.vorbisSix);
    const expected = tone(16000);
    [1, 0.4, 0.5, 0.2, 0.1, 0.3].forEach((gain, c) => {
      expect(channels[c]!.length).toBe(6400);
      let error = 0;
      let signal = 0;
      for (let i = 400; i < 6000; i++) {
        error += (channels[c]![i]! - gain * expected[i]!) ** 2;
        signal += (gain * expected[i]!) ** 2;
      }
      expect(10 * Math.log10(signal / error)).toBeGreaterThan(15);
    });
  });

  it('gives what is there of a cut file if that is asked for', async () => {
    const cut = clips.opus60.subarray(0, -7);
    await expect(read(cut)).rejects.toThrow('is truncated: its last Ogg page ends at byte');
    await expect(read(cut, { allowTruncated: true })).rejects.toThrow('holds no samples');
    const { samples, notes } = await read(bytesOf(clips.oggFlac, clips.oggFlac.subarray(0, -7)), {
      allowTruncated: true,
    });
    expectSame(samples, (await read(clips.oggFlac)).samples);
    expect(notes[0]).toMatch(/^is truncated: its last Ogg page/);
  });

  it('names what else Ogg may hold', async () => {
    const speex = resealed(bytesOf(clips.opus.subarray(0, 28), 'Speex   ', clips.opus.subarray(36)));
    await expect(read(speex)).rejects.toThrow('a is Speex in Ogg, which this package does not decode');
  });
});

describe('WebM', () => {
  it('decodes Opus with the length of the original', async () => {
    const { samples, sampleRate, codec, container } = await read(clips.webm);
    expect({ sampleRate, codec, container }).toEqual({ sampleRate: 48000, codec: 'opus', container: 'webm' });
    expect(samples.length).toBe(19200);
    expectSame(samples, (await read(clips.opus)).samples);
  });

  it('reads a stream whose segment and clusters do not know their lengths, as MediaRecorder writes them', async () => {
    const live = clips.webm.slice();
    for (let i = 0; i + 12 < live.length; i++) {
      const id = new DataView(live.buffer).getUint32(i);
      // A size of all ones is unknown; sizes of eight bytes, as ffmpeg writes them here, keep their width.
      if ((id === 0x18538067 || id === 0x1f43b675) && live[i + 4] === 1) live.fill(0xff, i + 5, i + 12);
    }
    expect(live).not.toEqual(clips.webm);
    expectSame((await read(live)).samples, (await read(clips.webm)).samples);
  });

  it('refuses a cut file, and names another codec', async () => {
    await expect(read(clips.webm.subarray(0, -40))).rejects.toThrow('is truncated: its last element ends at byte');
    await expect(read(clips.webmVorbis)).rejects.toThrow('a is Vorbis in WebM, which this package does not decode');
  });
});

describe('FLAC', () => {
  const body = (value: number) => flacFrame(16, 0, (bits) => bits.put(0, 8).put(value, 16));
  const head = flacHead({ channels: 1, bits: 16 });

  it('refuses a rate that changes, at the place where it does', async () => {
    const changed = flacFrame(16, 0, (bits) => bits.put(0, 8).put(1, 16), { rateCode: 10 });
    await expect(read(bytesOf(head, body(1), changed))).rejects.toThrow(
      'a is damaged at 0.00 s: a sample rate of 48000 Hz in a stream of 16000 Hz',
    );
  });

  it('reads frames without the header before them', async () => {
    const frame = flacFrame(4096, 0, (bits) => bits.put(0, 8).put(1 << 14, 16), { rateCode: 5, sizeCode: 12 });
    const { samples, sampleRate, notes } = await read(bytesOf(frame, frame));
    expect(sampleRate).toBe(16000);
    expect(samples).toEqual(new Float32Array(8192).fill(0.5));
    expect(notes).toEqual(['is FLAC without its header; rate, channels and bits were taken from its first frame']);
  });

  it('refuses predictions that overflow', async () => {
    // Order 4 without a residual: the fourth differences stay, so that the samples grow without end.
    const growing = flacFrame(4096, 0, (bits) => {
      bits.put(0, 1).put(12, 6).put(0, 1);
      for (const x of [0, 1, 8, 27]) bits.put(x, 16);
      bits.put(0, 2).put(0, 4).put(15, 4).put(0, 5);
    });
    await expect(read(bytesOf(head, growing))).rejects.toThrow('a sample of more than 16 bits');
  });

  it('refuses a frame that never ends, in time that grows with its length only', async () => {
    const endless = flacFrame(65535, 0, (bits) =>
      bits.put(0, 1).put(8, 6).put(0, 1).put(0, 2).put(0, 4).put(0, 4),
    ).subarray(0, -2);
    const started = performance.now();
    await expect(read(bytesOf(head, endless, new Uint8Array(2 ** 22)))).rejects.toThrow(/a frame without end/);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('gives what is there of a cut file if that is asked for', async () => {
    const { samples, notes } = await read(clips.flac16Fixed.subarray(0, clips.flac16Fixed.length >> 1), {
      allowTruncated: true,
    });
    expect(samples).toEqual((await read(clips.flac16Fixed)).samples.subarray(0, samples.length));
    expect(notes).toEqual([`is truncated: it announces 3000 samples a channel, ${samples.length} could be decoded`]);
  });
});

/** A FLAC file as an encoder leaves it that does not know how long the sound is. */
function withoutLength(flac: Uint8Array): Uint8Array {
  const bytes = flac.slice();
  bytes[21]! &= 0xf0;
  bytes.fill(0, 22, 26);
  return bytes;
}

/** The frames of an MP3 file of one bit rate, the one with the tag first. */
function mp3Frames(bytes: Uint8Array): Uint8Array[] {
  const start = bytes.findIndex((byte, i) => byte === 0xff && (bytes[i + 1]! & 0xe0) === 0xe0);
  const next = (at: number) =>
    bytes.findIndex((byte, i) => i > at + 50 && byte === 0xff && bytes[i + 1] === bytes[start + 1]);
  const length = next(next(start)) - next(start);
  const frames = [bytes.subarray(start, next(start))];
  for (let at = next(start); at + length <= bytes.length; at += length) frames.push(bytes.subarray(at, at + length));
  return frames;
}
