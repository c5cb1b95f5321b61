import { SerError } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { bytesOf, type Chunk, data, extensible, fmt, riff, u16, u32 } from '../../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../../decode/decode-recording.js';

const int16 = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const samplesOf = async (bytes: Uint8Array) => (await decodeRecording(bytes)).channels.map((channel) => [...channel]);

const refuses = async (bytes: Uint8Array, code: string, message: string | RegExp) => {
  const error = await decodeRecording(bytes, { name: 'a.wav' }).then(
    () => expect.fail('was accepted'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SerError);
  expect((error as SerError).code).toBe(code);
  expect((error as SerError).message).toMatch(message);
};

describe('sample formats', () => {
  it.each<[string, Chunk, Uint8Array, number[]]>([
    ['pcm_u8', fmt(1, 1, 8000, 8), bytesOf([0, 128, 255, 64]), [-1, 0, 127 / 128, -0.5]],
    ['pcm_s16le', fmt(1, 1, 8000, 16), int16(-32768, -1, 0, 1, 32767), [-1, -1 / 32768, 0, 1 / 32768, 32767 / 32768]],
    [
      'pcm_s24le',
      fmt(1, 1, 8000, 24),
      bytesOf([0, 0, 0x80], [0xff, 0xff, 0xff], [1, 0, 0], [0xff, 0xff, 0x7f], [0x56, 0x34, 0x12]),
      [-1, -1 / 8388608, 1 / 8388608, 8388607 / 8388608, 0x123456 / 8388608],
    ],
    [
      'pcm_s32le',
      fmt(1, 1, 8000, 32),
      new Uint8Array(Int32Array.from([-2147483648, 1 << 30, 256]).buffer),
      [-1, 0.5, 2 ** -23],
    ],
    ['pcm_f32le', fmt(3, 1, 8000, 32), new Uint8Array(Float32Array.from([0.25, -1.5]).buffer), [0.25, -1.5]],
    [
      'pcm_f64le',
      fmt(3, 1, 8000, 64),
      new Uint8Array(Float64Array.from([0.1, -0.75]).buffer),
      [Math.fround(0.1), -0.75],
    ],
    // ITU-T G.711: the loudest and softest codes of both signs.
    ['pcm_mulaw', fmt(7, 1, 8000, 8), bytesOf([0x00, 0x80, 0xff, 0x7f]), [-32124 / 32768, 32124 / 32768, 0, -0]],
    [
      'pcm_alaw',
      fmt(6, 1, 8000, 8),
      bytesOf([0x2a, 0xaa, 0xd5, 0x55]),
      [-32256 / 32768, 32256 / 32768, 8 / 32768, -8 / 32768],
    ],
  ])('reads %s at full scale 1', async (codec, format, body, expected) => {
    const recording = await decodeRecording(riff([format, data(body)]));
    expect(recording).toMatchObject({ codec, container: 'wav', sampleRate: 8000, bitDepth: expect.any(Number) });
    expect([...recording.channels[0]!].map((x) => x + 0)).toEqual(expected.map((x) => x + 0));
  });

  it('reads 12 valid bits in a container of 16', async () => {
    expect(await samplesOf(riff([fmt(1, 1, 8000, 12), data(int16(0x10, -0x8000))]))).toEqual([[0x10 / 32768, -1]]);
  });

  it('reads WAVE_FORMAT_EXTENSIBLE, integer and float', async () => {
    expect(await samplesOf(riff([extensible(1, 1, 8000, 16), data(int16(16384))]))).toEqual([[0.5]]);
    const float = new Uint8Array(Float32Array.from([0.5, 0.25]).buffer);
    expect(await samplesOf(riff([extensible(3, 2, 8000, 32), data(float)]))).toEqual([[0.5], [0.25]]);
    expect(await samplesOf(riff([extensible(1, 1, 8000, 32, 24), data(bytesOf([0, 0, 0, 0x40]))]))).toEqual([[0.5]]);
  });

  it('separates interleaved channels', async () => {
    const wav = riff([fmt(1, 3, 8000, 16), data(int16(1, 2, 3, 4, 5, 6))]);
    expect(await samplesOf(wav)).toEqual(
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ].map((c) => c.map((x) => x / 32768)),
    );
  });

  it('refuses codecs that are not PCM', async () => {
    await refuses(
      riff([fmt(2, 1, 8000, 4), data(int16(1))]),
      'UNSUPPORTED_AUDIO',
      'a.wav is MS ADPCM (format 0x0002) in WAV',
    );
    await refuses(
      riff([fmt(0x31, 1, 8000, 0), data(int16(1))]),
      'UNSUPPORTED_AUDIO',
      'a.wav is GSM 6.10 (format 0x0031)',
    );
    await refuses(
      riff([fmt(0x4242, 1, 8000, 4), data(int16(1))]),
      'UNSUPPORTED_AUDIO',
      'an unknown codec (format 0x4242)',
    );
    await refuses(riff([fmt(1, 1, 8000, 64), data(new Uint8Array(8))]), 'UNSUPPORTED_AUDIO', /0x0001 with 64 bits/);
    const strange = extensible(1, 1, 8000, 16);
    strange.body[30]! ^= 1;
    await refuses(riff([strange, data(int16(1))]), 'UNSUPPORTED_AUDIO', /unknown sub-format/);
  });
});

describe('chunks', () => {
  const format = fmt(1, 1, 16000, 16);
  const other = (id: string, length: number): Chunk => ({ id, body: new Uint8Array(length).fill(7) });

  it('skips others, padded to even lengths, in any order', async () => {
    const wav = riff([
      other('LIST', 5),
      other('FLLR', 4043),
      format,
      other('PAD ', 1),
      data(int16(1, 2)),
      other('id3 ', 3),
    ]);
    expect(await samplesOf(wav)).toEqual([[1 / 32768, 2 / 32768]]);
  });

  it('reads a format chunk with an extension', async () => {
    expect(await samplesOf(riff([fmt(1, 1, 16000, 16, u16(0)), data(int16(4))]))).toEqual([[4 / 32768]]);
  });

  it('reads a data chunk of odd length and leaves half a sample out', async () => {
    expect(await samplesOf(riff([fmt(1, 1, 8000, 8), data(bytesOf([128, 192, 0]))]))).toEqual([[0, 0.5, -1]]);
    expect(await samplesOf(riff([format, data(bytesOf([0, 64, 9]))]))).toEqual([[0.5]]);
  });

  it('reads data that comes before the format', async () => {
    const wav = riff([other('LIST', 5), data(int16(1, 2, 3)), other('PAD ', 1), format]);
    expect(await samplesOf(wav)).toEqual([[1 / 32768, 2 / 32768, 3 / 32768]]);
    expect(await samplesOf(riff([data(bytesOf([128, 192, 0])), fmt(1, 1, 8000, 8)]))).toEqual([[0, 0.5, -1]]);
    await refuses(riff([data(new Uint8Array(0)), format]), 'INVALID_AUDIO', 'holds no samples');
  });

  it('refuses files that lack either', async () => {
    await refuses(riff([data(int16(1))]), 'INVALID_AUDIO', 'a.wav is a WAV file without a format chunk');
    await refuses(riff([format]), 'INVALID_AUDIO', 'a.wav is a WAV file without a data chunk');
    await refuses(riff([]), 'INVALID_AUDIO', 'a.wav is a WAV file without a format chunk');
    await refuses(bytesOf('RIFF', u32(4), 'WAVE'), 'INVALID_AUDIO', 'without a format chunk');
    await refuses(bytesOf('RIFF', u32(4)), 'INVALID_AUDIO', 'is not in a known audio format');
  });

  it('refuses zero length', async () => {
    await refuses(riff([format, data(new Uint8Array(0))]), 'INVALID_AUDIO', 'a.wav holds no samples: its length is 0');
    await refuses(riff([format, data(new Uint8Array(0)), other('LIST', 8)]), 'INVALID_AUDIO', 'holds no samples');
  });
});

describe('sizes', () => {
  const format = fmt(1, 1, 16000, 16);

  it('says of truncated data how much was announced and how much is there', async () => {
    const whole = riff([format, data(new Uint8Array(32000))]);
    await refuses(
      whole.subarray(0, 44 + 8000),
      'INVALID_AUDIO',
      'a.wav is truncated: its header announces 32000 bytes of samples (1.00 s), the file holds 8000 (0.25 s)',
    );
  });

  it.each([
    ['0xFFFFFFFF (ffmpeg)', 0xffffffff, undefined],
    ['0x7FFFF000 (sox)', 0x7ffff000, undefined],
    ['0 in a file that was never closed', 0, 0],
    ['0 in a stream of unknown size', 0, 0xffffffff],
  ])('reads to the end of the file for a data size of %s', async (_, size, riffSize) => {
    const wav = riff([format, data(int16(1, 2, 3), size)], riffSize === undefined ? {} : { size: riffSize });
    expect(await samplesOf(wav)).toEqual([[1, 2, 3].map((x) => x / 32768)]);
  });

  it('reads RF64, whose size is in its own chunk', async () => {
    const ds64 = { id: 'ds64', body: bytesOf(u32(100), u32(0), u32(4), u32(0), u32(2), u32(0), u32(0)) };
    const tail = { id: 'LIST', body: int16(9, 9) };
    const wav = riff([ds64, format, data(int16(1, 2), 0xffffffff), tail], { id: 'RF64', size: 0xffffffff });
    expect(await samplesOf(wav)).toEqual([[1 / 32768, 2 / 32768]]);
  });

  it('does not allocate what a header of 4 GB announces', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { channels, notes } = await decodeRecording(riff([format, data(int16(1, 2), 0xfffffff0)]));
    expect(channels[0]!.length).toBe(2);
    expect(notes).toEqual(['announces 4294967280 bytes of samples where there are 4; it was read to its end']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });
});

describe('headers that cannot be true', () => {
  const body = data(int16(1, 2, 3, 4));
  it.each<[string, Chunk, string]>([
    ['no channels', fmt(1, 0, 16000, 16), 'announces 0 channels; 1 to 256 are possible'],
    ['a rate of 0', fmt(1, 1, 0, 16), 'announces a sample rate of 0 Hz'],
    ['a rate of 4 GHz', fmt(1, 1, 0xffffffff, 16), 'announces a sample rate of 4294967295 Hz'],
    ['a short format chunk', { id: 'fmt ', body: new Uint8Array(8) }, 'a format chunk of 8 bytes where 16 are needed'],
    ['a short extensible chunk', fmt(0xfffe, 1, 8000, 16), 'extensible format chunk of 16 bytes where 40 are needed'],
  ])('%s', async (_, format, message) => {
    await refuses(riff([format, body]), 'INVALID_AUDIO', message);
  });
});

describe('headers that lie while the samples are there are mended, with a note', () => {
  const whole = (channels = 2) => ({ format: fmt(1, channels, 16000, 16), samples: int16(1, 2, 3, 4, 5, 6, 7, 8) });
  const setU16 = (chunk: Chunk, at: number, value: number) => chunk.body.set(u16(value), at);
  const notesOf = async (bytes: Uint8Array, options = {}) => {
    const { channels, notes } = await decodeRecording(bytes, options);
    return { frames: channels[0]!.length, notes };
  };

  it.each([0, 1, 2, 3, 8, 0xffff])('a frame of %i bytes instead of 4', async (blockAlign) => {
    const { format, samples } = whole();
    setU16(format, 12, blockAlign);
    expect(await notesOf(riff([format, data(samples)]))).toEqual({
      frames: 4,
      notes: [`says ${blockAlign} bytes a frame where 2 channels of 16 bits make 4; it was read as 4`],
    });
  });

  it('24 bits in 4 bytes a sample, if the byte rate agrees', async () => {
    const format = fmt(1, 1, 16000, 24);
    format.body.set(u32(64000), 8);
    setU16(format, 12, 4);
    const { channels, notes } = await decodeRecording(riff([format, data(bytesOf([0, 0, 0, 0x40]))]));
    expect(channels).toEqual([Float32Array.of(0.5)]);
    expect(notes[0]).toMatch(/read as 32 bits a sample/);
  });

  it.each([1, 2, 8, 36, 44, 64])('a data size that is %i bytes too long', async (excess) => {
    const { format, samples } = whole();
    const { frames, notes } = await notesOf(riff([format, data(samples, 16 + excess)], { size: 36 + 16 + excess }));
    expect(frames).toBe(4);
    expect(notes).toEqual([`announces ${16 + excess} bytes of samples where there are 16; it was read to its end`]);
  });

  it.each([2e9, 1e9, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffff000, 0xffffffff - 36, 2 ** 31 - 44, 2000 * 2 ** 20])(
    'the placeholder size %i',
    async (size) => {
      const { format, samples } = whole();
      expect((await notesOf(riff([format, data(samples, size)], { size: (size + 36) % 2 ** 32 }))).frames).toBe(4);
    },
  );

  it('any size that reaches beyond the file where RIFF knows the true length', async () => {
    const { format, samples } = whole();
    expect((await notesOf(riff([format, data(samples, 1_234_567)]))).frames).toBe(4);
  });

  it('a size of 0 in front of samples at any size of RIFF', async () => {
    const { format, samples } = whole();
    for (const size of [0, 36, 4088, 0xffffffff]) {
      const { frames, notes } = await notesOf(riff([format, data(samples, 0)], { size }));
      expect(frames).toBe(4);
      expect(notes).toEqual([
        'announces 0 bytes of samples, as a recorder that was not closed; it was read to its end',
      ]);
    }
  });

  it('bytes after the samples that no chunk holds are left out', async () => {
    const { format, samples } = whole();
    const { frames, notes } = await notesOf(bytesOf(riff([format, data(samples)]), new Uint8Array(20).fill(7)));
    expect(frames).toBe(4);
    expect(notes).toEqual(['has 20 bytes after its samples that are no chunk; they were left out']);
  });

  it('finds a chunk that follows one of odd length without a filler byte', async () => {
    const { format, samples } = whole();
    const list = bytesOf('LIST', u32(5), [1, 2, 3, 4, 5]);
    const inner = bytesOf('WAVE', list, 'fmt ', u32(16), format.body, 'data', u32(16), samples);
    expect((await notesOf(bytesOf('RIFF', u32(inner.length), inner))).frames).toBe(4);
  });

  it('gives what is there of a recording that was really cut, if that is asked for', async () => {
    const cut = riff([fmt(1, 1, 16000, 16), data(new Uint8Array(32000))]).subarray(0, 44 + 8001);
    await expect(decodeRecording(cut)).rejects.toMatchObject({
      message: expect.stringContaining('is truncated: its header announces 32000 bytes'),
      hint: 'Pass { allowTruncated: true } to decode what is there.',
    });
    const { frames, notes } = await notesOf(cut, { allowTruncated: true });
    expect(frames).toBe(4000);
    expect(notes).toEqual([
      'is truncated: its header announces 32000 bytes of samples (1.00 s), the file holds 8001 (0.25 s)',
    ]);
  });
});

describe('samples that are not finite', () => {
  it('are refused with their position', async () => {
    const samples = new Float32Array(24000);
    samples[16001] = Number.NaN;
    const wav = riff([fmt(3, 2, 8000, 32), data(new Uint8Array(samples.buffer))]);
    await refuses(
      wav,
      'INVALID_AUDIO',
      'a.wav holds NaN at sample 8000 (1.000 s) of channel 1; samples must be finite',
    );
    samples[16001] = Number.NEGATIVE_INFINITY;
    await refuses(
      riff([fmt(3, 1, 8000, 32), data(new Uint8Array(samples.buffer))]),
      'INVALID_AUDIO',
      'a.wav holds -Infinity at sample 16001 (2.000 s) of channel 0',
    );
  });

  it('are refused in doubles that overflow single precision', async () => {
    const wav = riff([fmt(3, 1, 8000, 64), data(new Uint8Array(Float64Array.from([0, 1e300]).buffer))]);
    await refuses(wav, 'INVALID_AUDIO', 'holds Infinity at sample 1');
  });
});
