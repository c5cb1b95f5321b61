import { describe, expect, it } from 'vitest';
import { bytesOf, comm, iff, ssnd } from '../../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../../decode/decode-recording.js';

const read = async (bytes: Uint8Array) => decodeRecording(bytes, { name: 'a.wav' });

describe('AIFF', () => {
  it('reads big-endian integers of all widths', async () => {
    const recording = await read(
      iff('AIFF', [comm(2, 2, 16, 24414), ssnd(bytesOf([0x40, 0, 0xc0, 0, 0x7f, 0xff, 0x80, 0]))]),
    );
    expect(recording).toMatchObject({ container: 'aiff', codec: 'pcm_s16be', sampleRate: 24414, bitDepth: 16 });
    expect(recording.channels.map((c) => [...c])).toEqual([
      [0.5, 32767 / 32768],
      [-0.5, -1],
    ]);
    const s24 = await read(iff('AIFF', [comm(1, 2, 24, 48000), ssnd(bytesOf([0x80, 0, 0, 0x12, 0x34, 0x56]))]));
    expect([...s24.channels[0]!]).toEqual([-1, 0x123456 / 8388608]);
    const s8 = await read(iff('AIFF', [comm(1, 3, 8, 8000), ssnd(bytesOf([0x80, 0, 0x40]))]));
    expect([...s8.channels[0]!]).toEqual([-1, 0, 0.5]);
  });

  it('takes chunks in any order, with an offset to the samples', async () => {
    const version = { id: 'FVER', body: bytesOf([0xa2, 0x80, 0x51, 0x40]) };
    const recording = await read(iff('AIFF', [version, ssnd(bytesOf([0x40, 0]), 6), comm(1, 1, 16, 8000)]));
    expect([...recording.channels[0]!]).toEqual([0.5]);
  });

  it('reads AIFF-C: little-endian, float and companded', async () => {
    const sowt = await read(iff('AIFC', [comm(1, 1, 16, 8000, 'sowt'), ssnd(bytesOf([0, 0x40]))]));
    expect(sowt).toMatchObject({ codec: 'pcm_s16le', channels: [Float32Array.of(0.5)] });
    const float = await read(iff('AIFC', [comm(1, 1, 32, 8000, 'fl32'), ssnd(bytesOf([0x3e, 0x80, 0, 0]))]));
    expect(float).toMatchObject({ codec: 'pcm_f32be', channels: [Float32Array.of(0.25)] });
    const mulaw = await read(iff('AIFC', [comm(1, 1, 16, 8000, 'ulaw'), ssnd(bytesOf([0x80]))]));
    expect(mulaw).toMatchObject({ codec: 'pcm_mulaw', channels: [Float32Array.of(32124 / 32768)] });
  });

  it('refuses what is truncated, empty, incomplete or unknown', async () => {
    const whole = iff('AIFF', [comm(1, 100, 16, 8000), ssnd(new Uint8Array(200))]);
    await expect(read(whole.subarray(0, whole.length - 50))).rejects.toThrow(
      'a.wav is truncated: its header announces 200 bytes of samples, the file holds 150',
    );
    await expect(read(iff('AIFF', [comm(1, 0, 16, 8000), ssnd(new Uint8Array(0))]))).rejects.toThrow('its length is 0');
    await expect(read(iff('AIFF', [comm(1, 5, 16, 8000)]))).rejects.toThrow('without an SSND chunk');
    await expect(read(iff('AIFF', [ssnd(new Uint8Array(4))]))).rejects.toThrow('without a COMM chunk');
    await expect(read(iff('AIFC', [comm(1, 5, 16, 8000, 'ima4'), ssnd(new Uint8Array(34))]))).rejects.toMatchObject({
      code: 'UNSUPPORTED_AUDIO',
      message: 'a.wav is IMA ADPCM in AIFF-C, which this package does not decode',
    });
  });
});
