import { dataView } from '../../bytes/byte-ranges.js';

/** What the header of an MPEG audio frame says. */
export interface Mp3Frame {
  /** 1, 2 or 3. */
  layer: number;
  /** Length of the whole frame in bytes. */
  length: number;
  /** Samples per channel. */
  samples: number;
  channels: number;
  sampleRate: number;
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

/** Reads the frame header at `at` (ISO 11172-3, 13818-3); `undefined` if there is none, or one of free format. */
export function readMp3Frame(bytes: Uint8Array, at: number): Mp3Frame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const header = dataView(bytes).getUint32(at);
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  if (header >>> 21 !== 0x7ff || version === 1 || layer === 4) return undefined;
  const table = BIT_RATES[version === 3 ? 1 : 2][layer as 1 | 2 | 3];
  const bitRate = table[((header >>> 12) & 15) - 1];
  const rate = SAMPLE_RATES[(header >>> 10) & 3];
  if (bitRate === undefined || rate === undefined) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const padding = (header >>> 9) & 1;
  const channels = ((header >>> 6) & 3) === 3 ? 1 : 2;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
  const slots = Math.floor((((samples / 8) * 1000) / (layer === 1 ? 4 : 1)) * (bitRate / sampleRate)) + padding;
  return { layer, length: layer === 1 ? 4 * slots : slots, samples, channels, sampleRate };
}
