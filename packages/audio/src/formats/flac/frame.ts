import { BitReader, EndOfBytes } from './bit-reader.js';
import { crc8, crc16 } from './crc.js';
import type { FlacStreamInfo } from './stream-info.js';
import { BadFrame, readSubframe } from './subframe.js';

/** One decoded block. */
export interface FlacFrame {
  channels: Float32Array[];
  /** Position of the byte after the frame. */
  end: number;
}

const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

const SAMPLE_SIZES: readonly (number | undefined)[] = [0, 8, 12, undefined, 16, 20, 24, 32];

/** The frame or sample number, coded as in UTF-8 with up to 36 bits. Its value is not needed: frames follow each other. */
function skipCodedNumber(bits: BitReader): void {
  const first = bits.unsigned(8);
  if (first < 0x80) return;
  const extra = Math.clz32(~(first << 24)) - 1;
  if (extra < 1 || extra > 6) throw new BadFrame('frame number');
  for (let i = 0; i < extra; i++) if (bits.unsigned(8) >> 6 !== 2) throw new BadFrame('frame number');
}

function readBlockSize(bits: BitReader, code: number): number {
  if (code === 0) throw new BadFrame('reserved block size');
  if (code === 1) return 192;
  if (code <= 5) return 144 << code;
  if (code === 6) return bits.unsigned(8) + 1;
  if (code === 7) return bits.unsigned(16) + 1;
  return 1 << code;
}

/** What a frame says about itself; 0 means "as the stream info says". */
export interface FrameHeader {
  readonly blockSize: number;
  readonly assignment: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly sampleRate: number;
}

/** In Hz, by the header's code. */
const SAMPLE_RATES = [0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000];

function readSampleRate(bits: BitReader, code: number): number {
  if (code === 12) return 1000 * bits.unsigned(8);
  if (code === 13) return bits.unsigned(16);
  if (code === 14) return 10 * bits.unsigned(16);
  return SAMPLE_RATES[code]!;
}

/** Reads the frame header at `start` and checks its checksum. */
function readHeader(bytes: Uint8Array, start: number, bits: BitReader): FrameHeader {
  if (bits.unsigned(15) !== 0x7ffc) throw new BadFrame('no frame begins here');
  bits.unsigned(1);
  const blockSizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const bitsPerSample = SAMPLE_SIZES[bits.unsigned(3)];
  if (bits.unsigned(1) !== 0 || bitsPerSample === undefined || assignment > MID_SIDE || rateCode === 15)
    throw new BadFrame('reserved header value');
  skipCodedNumber(bits);
  const blockSize = readBlockSize(bits, blockSizeCode);
  const sampleRate = readSampleRate(bits, rateCode);
  const headerEnd = bits.position;
  if (bits.unsigned(8) !== crc8(bytes, start, headerEnd)) throw new BadFrame('header checksum');
  return { blockSize, assignment, channels: assignment < LEFT_SIDE ? assignment + 1 : 2, bitsPerSample, sampleRate };
}

/** Reads the frame header at `start`; `undefined` if no whole and valid one is there. */
export function peekFrame(bytes: Uint8Array, start: number): FrameHeader | undefined {
  try {
    return readHeader(bytes, start, new BitReader(bytes, start));
  } catch (error) {
    if (error instanceof BadFrame || error instanceof EndOfBytes) return undefined;
    throw error;
  }
}

/** Undoes the stereo coding: turns left/side, side/right or mid/side into left and right, in place. */
function decorrelate(assignment: number, first: Float64Array, second: Float64Array): void {
  for (let i = 0; i < first.length; i++) {
    const a = first[i]!;
    const b = second[i]!;
    if (assignment === LEFT_SIDE) second[i] = a - b;
    else if (assignment === SIDE_RIGHT) first[i] = a + b;
    else {
      const sum = 2 * a + (b & 1);
      first[i] = (sum + b) / 2;
      second[i] = (sum - b) / 2;
    }
  }
}

/** Memory for the integers of one frame, which is used again for the next. */
export class FrameMemory {
  readonly #channels: Float64Array[] = [];

  channel(index: number, length: number): Float64Array {
    let memory = this.#channels[index];
    if (!memory || memory.length < length) {
      memory = new Float64Array(length);
      this.#channels[index] = memory;
    }
    return memory.subarray(0, length);
  }
}

/** Scales integers to [-1, 1), and refuses any that has more bits than the format allows. */
function scaled(block: Float64Array, bitsPerSample: number): Float32Array {
  const top = 2 ** (bitsPerSample - 1);
  const scale = 1 / top;
  const samples = new Float32Array(block.length);
  for (let i = 0; i < samples.length; i++) {
    const value = block[i]!;
    if (!(value >= -top && value < top)) throw new BadFrame(`a sample of more than ${bitsPerSample} bits`);
    samples[i] = value * scale;
  }
  return samples;
}

/**
 * Decodes the FLAC frame at `start` (RFC 9639, section 9).
 *
 * @throws EndOfBytes if the frame goes past the end of `bytes`; BadFrame if it is damaged.
 */
export function readFrame(bytes: Uint8Array, start: number, info: FlacStreamInfo, memory: FrameMemory): FlacFrame {
  const bits = new BitReader(bytes, start);
  const { blockSize, assignment, channels, sampleRate, ...header } = readHeader(bytes, start, bits);
  if (channels !== info.channels) throw new BadFrame(`${channels} channels in a stream of ${info.channels}`);
  if (sampleRate !== 0 && sampleRate !== info.sampleRate)
    throw new BadFrame(`a sample rate of ${sampleRate} Hz in a stream of ${info.sampleRate} Hz`);
  const bitsPerSample = header.bitsPerSample || info.bitsPerSample;
  const side = { [LEFT_SIDE]: 1, [SIDE_RIGHT]: 0, [MID_SIDE]: 1 }[assignment];
  const blocks = Array.from({ length: channels }, (_, channel) => {
    const block = memory.channel(channel, blockSize);
    readSubframe(bits, bitsPerSample + (channel === side ? 1 : 0), block);
    return block;
  });
  bits.align();
  const crcStart = bits.position;
  if (bits.unsigned(16) !== crc16(bytes, start, crcStart)) throw new BadFrame('frame checksum');
  if (side !== undefined) decorrelate(assignment, blocks[0]!, blocks[1]!);
  return { channels: blocks.map((block) => scaled(block, bitsPerSample)), end: bits.position };
}
