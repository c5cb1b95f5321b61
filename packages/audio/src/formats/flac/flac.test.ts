import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { clips } from '../../../test/test-data/clips.js';
import { type BitWriter, flacFrame, flacHead, type StreamShape } from '../../../test/test-data/flac-bytes.js';
import { staircase } from '../../../test/test-data/signals.js';
import { bytesOf } from '../../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../../decode/decode-recording.js';
import { crc8, crc16 } from './crc.js';

const mono16: StreamShape = { channels: 1, bits: 16 };

/** The integers that a stream of one frame decodes to. */
async function integers(shape: StreamShape, blockSize: number, assignment: number, body: (bits: BitWriter) => void) {
  const bytes = bytesOf(flacHead(shape), flacFrame(blockSize, assignment, body));
  const { channels } = await decodeRecording(bytes, { name: 'a.flac' });
  return channels.map((samples) => [...samples].map((x) => x * 2 ** (shape.bits - 1)));
}

it('has the checksums of the standard', () => {
  const check = new TextEncoder().encode('123456789');
  expect(crc8(check, 0, 9)).toBe(0xf4);
  expect(crc16(check, 0, 9)).toBe(0xfee8);
});

describe('files of the reference encoder decode to the very samples', () => {
  it.each([
    ['flac16Stereo', 16, 2, 3000],
    ['flac16Fixed', 16, 1, 3000],
    ['flac24', 24, 2, 1000],
    ['flac8', 8, 1, 3000],
    ['flacSix', 16, 6, 500],
  ] as const)('%s', async (name, bits, channels, length) => {
    const recording = await decodeRecording(clips[name]);
    expect(recording).toMatchObject({ codec: 'flac', container: 'flac', sampleRate: 16000, bitDepth: bits });
    expect(recording.channels.length).toBe(channels);
    recording.channels.forEach((samples, c) => {
      expect([...samples].map((x) => x * 2 ** (bits - 1))).toEqual(staircase(length, bits, c));
    });
  });
});

describe('subframes', () => {
  const header = (bits: BitWriter, type: number) => bits.put(0, 1).put(type, 6).put(0, 1);

  it('constant and verbatim', async () => {
    expect(await integers(mono16, 4, 0, (bits) => header(bits, 0).put(-7, 16))).toEqual([[-7, -7, -7, -7]]);
    const verbatim = [1, -32768, 32767];
    expect(
      await integers(mono16, 3, 0, (bits) => {
        header(bits, 1);
        for (const x of verbatim) bits.put(x, 16);
      }),
    ).toEqual([verbatim]);
  });

  it.each([0, 1, 2, 3, 4])('fixed prediction of order %i', async (order) => {
    const polynomial = Array.from({ length: 8 }, (_, n) => 3 + 2 * n - n * n + (n % 3));
    let residual = polynomial;
    for (let k = 0; k < order; k++) residual = residual.map((x, i) => (i === 0 ? 0 : x - residual[i - 1]!));
    const decoded = await integers(mono16, 8, 0, (bits) => {
      header(bits, 8 + order);
      for (let i = 0; i < order; i++) bits.put(polynomial[i]!, 16);
      bits.put(0, 2).put(0, 4).put(3, 4);
      for (let i = order; i < 8; i++) bits.rice(residual[i]!, 3);
    });
    expect(decoded).toEqual([polynomial]);
  });

  it('linear prediction with partitions, 5-bit parameters and escapes', async () => {
    const decoded = await integers(mono16, 8, 0, (bits) => {
      header(bits, 32 + 1)
        .put(100, 16)
        .put(90, 16);
      bits
        .put(3 - 1, 4)
        .put(1, 5)
        .put(3, 3)
        .put(-1, 3);
      bits.put(1, 2).put(1, 4);
      bits.put(2, 5).rice(1, 2).rice(-2, 2);
      bits.put(31, 5).put(4, 5);
      for (const x of [0, 7, -8, 1]) bits.put(x, 4);
    });
    const expected = [100, 90];
    for (const residual of [1, -2, 0, 7, -8, 1]) {
      const n = expected.length;
      expected.push(residual + Math.floor((3 * expected[n - 1]! - expected[n - 2]!) / 2));
    }
    expect(decoded).toEqual([expected]);
  });

  // Sums below 2^31 and above, at every order up to one beyond those with a loop of their own.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 32])(
    'linear prediction of order %i restores any signal exactly',
    async (order) => {
      const random = new Random(order);
      for (const [precision, shift] of [
        [6, 3],
        [14, 13],
      ] as const) {
        const most = 2 ** (precision - 1);
        const coefficients = Array.from({ length: order }, () => random.integer(2 * most) - most);
        const signal = Array.from({ length: 60 }, () => random.pick([-32768, 32767, random.integer(65536) - 32768]));
        const decoded = await integers(mono16, signal.length, 0, (bits) => {
          header(bits, 32 + order - 1);
          for (let i = 0; i < order; i++) bits.put(signal[i]!, 16);
          bits.put(precision - 1, 4).put(shift, 5);
          for (const coefficient of coefficients) bits.put(coefficient, precision);
          bits.put(0, 2).put(0, 4).put(15, 4).put(24, 5);
          for (let i = order; i < signal.length; i++) {
            const sum = coefficients.reduce((total, c, j) => total + c * signal[i - 1 - j]!, 0);
            bits.put(signal[i]! - Math.floor(sum / 2 ** shift), 24);
          }
        });
        expect(decoded).toEqual([signal]);
      }
    },
  );

  it('32 bits without prediction', async () => {
    const samples = [2 ** 31 - 1, -(2 ** 31), 5];
    const decoded = await integers({ channels: 1, bits: 32 }, 3, 0, (bits) => {
      header(bits, 8).put(0, 2).put(0, 4);
      bits.put(14, 4);
      for (const x of samples) bits.rice(x, 14);
    });
    expect(decoded).toEqual([samples.map(Math.fround)]);
  });

  it('wasted bits', async () => {
    const decoded = await integers(mono16, 2, 0, (bits) => {
      bits.put(0, 1).put(1, 6).put(1, 1).put(1, 3);
      bits.put(5, 13).put(-5, 13);
    });
    expect(decoded).toEqual([[40, -40]]);
  });

  it('a long escape-free run of zeros in a Rice code', async () => {
    const decoded = await integers({ channels: 1, bits: 16 }, 2, 0, (bits) => {
      header(bits, 8).put(0, 2).put(0, 4).put(0, 4).rice(-2000, 0).rice(700, 0);
    });
    expect(decoded).toEqual([[-2000, 700]]);
  });

  it.each([
    ['left and side', 8, [7, 7 - -3], [7, -3]],
    ['side and right', 9, [7 - -3, -3], [7, -3]],
    ['mid and side, odd sum', 10, [2, 7 - -2], [7, -2]],
    ['mid and side, negative', 10, [-3, -8 - 3], [-8, 3]],
  ])('%s', async (_, assignment, [first, second], expected) => {
    const decoded = await integers({ channels: 2, bits: 16 }, 1, assignment, (bits) => {
      header(bits, 0).put(first!, assignment === 9 ? 17 : 16);
      header(bits, 0).put(second!, assignment === 9 ? 16 : 17);
    });
    expect(decoded).toEqual(expected.map((x) => [x]));
  });

  it('32 bits with a side channel of 33', async () => {
    const decoded = await integers({ channels: 2, bits: 32 }, 1, 10, (bits) => {
      header(bits, 0).put(-1, 32);
      header(bits, 0).put(2 ** 32 - 1, 33);
    });
    expect(decoded).toEqual([[2 ** 31 - 1].map(Math.fround), [-(2 ** 31)]]);
  });
});

describe('damage', () => {
  const whole = clips.flac16Stereo;
  const refused = (bytes: Uint8Array) => expect(decodeRecording(bytes, { name: 'a.flac' })).rejects;

  it('says how much of a truncated file could be decoded', async () => {
    await refused(whole.subarray(0, whole.length - 10)).toMatchObject({
      code: 'INVALID_AUDIO',
      message: 'a.flac is truncated: it announces 3000 samples a channel, 0 could be decoded',
    });
    const blocks = clips.flac16Fixed;
    await refused(blocks.subarray(0, blocks.length >> 1)).toThrow(/announces 3000 samples a channel, 1\d\d\d could/);
    await refused(whole.subarray(0, 20)).toThrow('without a STREAMINFO block');
  });

  it('finds a single wrong bit', async () => {
    const bytes = whole.slice();
    bytes[bytes.length - 500]! ^= 4;
    await refused(bytes).toThrow(/^a.flac is (damaged at 0.00 s|truncated)/);
  });

  it('refuses more samples than announced, none at all, and a bad STREAMINFO', async () => {
    const frame = flacFrame(10, 0, (bits) => bits.put(0, 8).put(1, 16));
    await refused(bytesOf(flacHead({ ...mono16, total: 5 }), frame)).toThrow(
      'announces 5 samples a channel and holds 10',
    );
    await refused(flacHead(mono16)).toThrow('its length is 0');
    await refused(bytesOf(flacHead({ ...mono16, sampleRate: 0 }), frame)).toThrow('a sample rate of 0 Hz');
    await refused(bytesOf(flacHead({ ...mono16, bits: 3 }), frame)).toThrow('announces 3 bits a sample');
    await refused(bytesOf(flacHead({ ...mono16, channels: 2 }), frame)).toThrow('1 channels in a stream of 2');
  });

  it('refuses at once what announces more than fits into memory', async () => {
    await refused(flacHead({ ...mono16, total: 2 ** 36 - 1 })).toMatchObject({ code: 'UNSUPPORTED_AUDIO' });
  });

  it('overlooks tags before and after the stream', async () => {
    const id3 = bytesOf('ID3', [4, 0, 0, 0, 0, 0, 5], new Uint8Array(5));
    const tagged = bytesOf(id3, clips.flac8, 'TAG', new Uint8Array(125));
    expect((await decodeRecording(tagged)).channels).toEqual((await decodeRecording(clips.flac8)).channels);
  });
});
