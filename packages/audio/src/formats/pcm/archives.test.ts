import { describe, expect, it } from 'vitest';
import { au, bytesOf, caf, data, fmt, w64 } from '../../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../../decode/decode-recording.js';
import { probeRecording } from '../../decode/probe-recording.js';

const read = (bytes: Uint8Array, options = {}) => decodeRecording(bytes, { name: 'a', ...options });
const int16 = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const bigInt16 = (...values: number[]) => bytesOf(values.flatMap((value) => [(value >> 8) & 255, value & 255]));

describe('AU', () => {
  it.each<[string, number, Uint8Array, number[]]>([
    ['pcm_mulaw', 1, bytesOf([0x80, 0xff]), [32124 / 32768, 0]],
    ['pcm_s8', 2, bytesOf([0x40, 0x80]), [0.5, -1]],
    ['pcm_s16be', 3, bigInt16(16384, -32768), [0.5, -1]],
    ['pcm_s24be', 4, bytesOf([0x40, 0, 0, 0x80, 0, 0]), [0.5, -1]],
    ['pcm_s32be', 5, bytesOf([0x40, 0, 0, 0, 0x80, 0, 0, 0]), [0.5, -1]],
    ['pcm_f32be', 6, bytesOf([0x3e, 0x80, 0, 0, 0xbf, 0, 0, 0]), [0.25, -0.5]],
    ['pcm_f64be', 7, bytesOf([0x3f, 0xd0, 0, 0, 0, 0, 0, 0, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0]), [0.25, -0.5]],
    ['pcm_alaw', 27, bytesOf([0xaa, 0xd5]), [32256 / 32768, 8 / 32768]],
  ])('reads %s', async (codec, encoding, samples, expected) => {
    const recording = await read(au(encoding, 1, 8000, samples));
    expect(recording).toMatchObject({ container: 'au', codec, sampleRate: 8000, notes: [] });
    expect([...recording.channels[0]!].map((x) => x + 0)).toEqual(expected);
  });

  it('reads a stream of unknown length, and refuses a cut file and a header that points into itself', async () => {
    const samples = bigInt16(1, 2, 3, 4);
    expect((await read(au(3, 2, 8000, samples, 0xffffffff))).channels.map((c) => [...c])).toEqual([
      [1 / 32768, 3 / 32768],
      [2 / 32768, 4 / 32768],
    ]);
    const cut = au(3, 1, 8000, samples, 100);
    await expect(read(cut)).rejects.toThrow(
      'a is truncated: its header announces 100 bytes of samples, the file holds 8',
    );
    expect((await read(cut, { allowTruncated: true })).channels[0]!.length).toBe(4);
    const self = au(3, 1, 8000, samples);
    self[7] = 8;
    await expect(read(self)).rejects.toThrow('announces samples at byte 8, within its header');
  });
});

describe('CAF', () => {
  it('reads PCM of both byte orders, and companded', async () => {
    const shape = { channels: 1, bits: 16, sampleRate: 44100 };
    expect(await read(caf(shape, bigInt16(16384, -32768)))).toMatchObject({
      container: 'caf',
      codec: 'pcm_s16be',
      sampleRate: 44100,
      channels: [Float32Array.of(0.5, -1)],
    });
    expect((await read(caf({ ...shape, flags: 2 }, int16(16384)))).codec).toBe('pcm_s16le');
    const float = new Uint8Array(Float32Array.of(0.25).buffer);
    expect((await read(caf({ ...shape, bits: 32, flags: 3 }, float))).channels).toEqual([Float32Array.of(0.25)]);
    const ulaw = await read(caf({ ...shape, bits: 8, codec: 'ulaw' }, bytesOf([0x80])));
    expect(ulaw).toMatchObject({ codec: 'pcm_mulaw', channels: [Float32Array.of(32124 / 32768)] });
  });

  it('reads a data chunk whose size is not known, and names other codecs', async () => {
    const shape = { channels: 2, bits: 16, sampleRate: 8000 };
    expect((await read(caf(shape, bigInt16(1, 2, 3, 4), -1))).channels[0]!.length).toBe(2);
    await expect(read(caf({ ...shape, codec: 'alac' }, bigInt16(1, 2)))).rejects.toThrow('a is ALAC in CAF');
    await expect(read(caf(shape, bigInt16(1, 2), 100))).rejects.toThrow('is truncated: its header announces 96 bytes');
  });
});

describe('Wave64', () => {
  const format = fmt(1, 2, 16000, 16);

  it('reads PCM behind chunks of any length', async () => {
    const bytes = w64([{ id: 'bext', body: new Uint8Array(13) }, format, data(int16(16384, 1, -32768, 2))]);
    expect(await read(bytes)).toMatchObject({ container: 'w64', codec: 'pcm_s16le', notes: [] });
    expect((await read(bytes)).channels[0]).toEqual(Float32Array.of(0.5, -1));
    expect(await probeRecording(bytes)).toMatchObject({ frames: 2, channels: 2, sampleRate: 16000 });
  });

  it('mends a size of 0, refuses a cut file, and names other codecs', async () => {
    const open = w64([format, { ...data(int16(1, 2, 3, 4)), size: 24 }]);
    expect((await read(open)).notes[0]).toMatch(/^announces 0 bytes of samples/);
    await expect(read(w64([format, { ...data(int16(1, 2, 3, 4)), size: 24 + 100 }]))).rejects.toThrow('is truncated');
    await expect(read(w64([fmt(0x11, 1, 8000, 4), data(int16(1))]))).rejects.toThrow(
      'IMA ADPCM (format 0x0011) in Wave64',
    );
    await expect(read(w64([format]))).rejects.toThrow('is a Wave64 file without a data chunk');
  });
});
