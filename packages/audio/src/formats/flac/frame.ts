import { BitReader } from './bit-reader.js';
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

interface FrameHeader {
  blockSize: number;
  assignment: number;
  bitsPerSample: number;
}

function readHeader(bytes: Uint8Array, start: number, bits: BitReader, info: FlacStreamInfo): FrameHeader {
  if (bits.unsigned(15) !== 0x7ffc) throw new BadFrame('no frame begins here');
  bits.unsigned(1);
  const blockSizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const sampleSize = SAMPLE_SIZES[bits.unsigned(3)];
  if (bits.unsigned(1) !== 0 || sampleSize === undefined || assignment > MID_SIDE || rateCode === 15)
    throw new BadFrame('reserved header value');
  skipCodedNumber(bits);
  const blockSize = readBlockSize(bits, blockSizeCode);
  if (rateCode === 12) bits.unsigned(8);
  else if (rateCode > 12) bits.unsigned(16);
  const headerEnd = bits.position;
  if (bits.unsigned(8) !== crc8(bytes, start, headerEnd)) throw new BadFrame('header checksum');
  const channels = assignment < LEFT_SIDE ? assignment + 1 : 2;
  if (channels !== info.channels) throw new BadFrame(`${channels} channels in a stream of ${info.channels}`);
  return { blockSize, assignment, bitsPerSample: sampleSize || info.bitsPerSample };
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

/**
 * Decodes the FLAC frame at `start` (RFC 9639, section 9).
 *
 * @throws EndOfBytes if the frame goes past the end of `bytes`; BadFrame if it is damaged.
 */
export function readFrame(bytes: Uint8Array, start: number, info: FlacStreamInfo): FlacFrame {
  const bits = new BitReader(bytes, start);
  const { blockSize, assignment, bitsPerSample } = readHeader(bytes, start, bits, info);
  const side = { [LEFT_SIDE]: 1, [SIDE_RIGHT]: 0, [MID_SIDE]: 1 }[assignment];
  const blocks = Array.from({ length: info.channels }, (_, channel) => {
    const block = new Float64Array(blockSize);
    readSubframe(bits, bitsPerSample + (channel === side ? 1 : 0), block);
    return block;
  });
  bits.align();
  const crcStart = bits.position;
  if (bits.unsigned(16) !== crc16(bytes, start, crcStart)) throw new BadFrame('frame checksum');
  if (side !== undefined) decorrelate(assignment, blocks[0]!, blocks[1]!);
  const scale = 2 ** (1 - bitsPerSample);
  return { channels: blocks.map((block) => scaled(block, scale)), end: bits.position };
}

function scaled(block: Float64Array, scale: number): Float32Array {
  const samples = new Float32Array(block.length);
  for (let i = 0; i < samples.length; i++) samples[i] = block[i]! * scale;
  return samples;
}
