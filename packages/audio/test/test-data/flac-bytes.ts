import { crc8, crc16 } from '../../src/formats/flac/crc.js';
import { bytesOf } from './wav-bytes.js';

/** Writes numbers of any width, most significant bit first. */
export class BitWriter {
  readonly #bits: number[] = [];

  put(value: number | bigint, width: number): this {
    const number = BigInt.asUintN(width, BigInt(value));
    for (let i = width - 1; i >= 0; i--) this.#bits.push(Number((number >> BigInt(i)) & 1n));
    return this;
  }

  rice(value: number, parameter: number): this {
    const folded = value >= 0 ? 2 * value : -2 * value - 1;
    this.put(0, Math.floor(folded / 2 ** parameter)).put(1, 1);
    return this.put(folded % 2 ** parameter, parameter);
  }

  bytes(): Uint8Array {
    const out = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => {
      out[i >> 3]! |= bit << (7 - (i & 7));
    });
    return out;
  }
}

export interface StreamShape {
  channels: number;
  bits: number;
  sampleRate?: number;
  total?: number;
}

/** `fLaC` and a STREAMINFO block. */
export function flacHead({ channels, bits, sampleRate = 16000, total = 0 }: StreamShape): Uint8Array {
  const info = new BitWriter().put(16, 16).put(65535, 16).put(0, 24).put(0, 24);
  info.put(sampleRate, 20).put(channels - 1, 3).put(bits - 1, 5).put(total, 36).put(0, 128);
  return bytesOf('fLaC', [0x80, 0, 0, 34], info.bytes());
}

/** Codes of a frame header: 0 for the rate of the stream info, and 7 for a block size of 16 bits. */
export interface FrameCodes {
  rateCode?: number;
  sizeCode?: number;
}

/** A frame with the given subframes, written by `body`, and true checksums. Its sample size is 16 bits with `rateCode`. */
export function flacFrame(
  blockSize: number,
  assignment: number,
  body: (bits: BitWriter) => void,
  { rateCode = 0, sizeCode = 7 }: FrameCodes = {},
): Uint8Array {
  const head = new BitWriter().put(0x7ffc, 15).put(0, 1).put(sizeCode, 4).put(rateCode, 4).put(assignment, 4);
  head.put(rateCode ? 4 : 0, 3).put(0, 1).put(0, 8);
  if (sizeCode === 7) head.put(blockSize - 1, 16);
  const headBytes = head.bytes();
  const bits = new BitWriter();
  for (const byte of headBytes) bits.put(byte, 8);
  bits.put(crc8(headBytes, 0, headBytes.length), 8);
  body(bits);
  const bytes = bits.bytes();
  const crc = crc16(bytes, 0, bytes.length);
  return bytesOf(bytes, [crc >> 8, crc & 255]);
}
