import { dataView } from '../../bytes/byte-source.js';
import { tagLength } from '../tags.js';

/** What the header of an MPEG audio frame says. */
export interface Mp3Frame {
  /** 1, 2 or 3. */
  readonly layer: number;
  /** Length of the whole frame in bytes; 0 for a frame of free format whose length is not known. */
  readonly length: number;
  /** Samples per channel. */
  readonly samples: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** True if the header does not say the length ("free format"). */
  readonly free: boolean;
}

/** kbit/s by the header's index, which begins at 1. */
const BIT_RATES = {
  1: {
    1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  2: {
    1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
const SAMPLE_RATES = [44100, 48000, 32000];

/** No frame of free format is longer; the decoder has the same limit. */
const LONGEST_FREE = 2304;

/**
 * Reads the frame header at `at` (ISO 11172-3, 13818-3); `undefined` if there is none.
 *
 * @param freeLength length of a frame of free format without padding, if it is known.
 */
export function readMp3Frame(bytes: Uint8Array, at: number, freeLength = 0): Mp3Frame | undefined {
  if (bytes[at] !== 0xff || at + 4 > bytes.length) return undefined;
  const header = dataView(bytes).getUint32(at);
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  if (header >>> 21 !== 0x7ff || version === 1 || layer === 4) return undefined;
  const index = (header >>> 12) & 15;
  const bitRate = BIT_RATES[version === 3 ? 1 : 2][layer as 1 | 2 | 3][index - 1];
  const rate = SAMPLE_RATES[(header >>> 10) & 3];
  if ((bitRate === undefined && index !== 0) || rate === undefined) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (header >>> 9) & 1;
  const channels = ((header >>> 6) & 3) === 3 ? 1 : 2;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
  const base = { layer, samples, channels, sampleRate, free: index === 0 };
  if (bitRate === undefined) return { ...base, length: freeLength > 0 ? freeLength + padding : 0 };
  const slots = Math.floor((((samples / 8) * 1000) / (layer === 1 ? 4 : 1)) * (bitRate / sampleRate)) + padding;
  return { ...base, length: layer === 1 ? 4 * slots : slots };
}

/** True if both frames may belong to one stream. */
export function sameStream(a: Mp3Frame, b: Mp3Frame): boolean {
  return a.layer === b.layer && a.sampleRate === b.sampleRate && a.channels === b.channels && a.free === b.free;
}

/** True if the frame at `at` is followed by two others of its stream, or by one and then the end, or ends the bytes. */
export function isConfirmed(bytes: Uint8Array, at: number, freeLength = 0): boolean {
  const first = readMp3Frame(bytes, at, freeLength);
  if (!first || first.length < 8) return false;
  let next = at + first.length;
  if (next === bytes.length) return true;
  for (let i = 0; i < 2; i++) {
    if (next + 4 > bytes.length) return i > 0;
    const frame = readMp3Frame(bytes, next, freeLength);
    if (!frame || !sameStream(first, frame) || frame.length < 8) return i > 0 && isEnd(bytes, next);
    next += frame.length;
  }
  return true;
}

/** True if a tag or filler begins at `at`. */
const isEnd = (bytes: Uint8Array, at: number): boolean => tagLength(bytes, at) > 0 || bytes[at] === 0;

/** Finds the length, without padding, of the frames of free format of which one begins at `at`; 0 if there is none. */
export function findFreeLength(bytes: Uint8Array, at: number): number {
  const first = readMp3Frame(bytes, at);
  if (!first?.free) return 0;
  const padding = (bytes[at + 2]! >> 1) & 1;
  for (let distance = 32; distance <= LONGEST_FREE && at + 2 * distance + 4 < bytes.length; distance++) {
    if (bytes[at + distance] !== 0xff) continue;
    const length = distance - padding;
    if (isConfirmed(bytes, at, length)) return length;
  }
  return 0;
}
