import { checkShape, invalidAudio } from '../../audio.js';
import { dataView, fourCC, type RangeParser } from '../../bytes/byte-ranges.js';
import { ID3_HEADER, id3Length } from '../tags.js';

/** What the STREAMINFO block of a FLAC file says, and where its frames begin. */
export interface FlacStreamInfo {
  sampleRate: number;
  channels: number;
  bitsPerSample: number;
  /** Samples per channel; 0 if the encoder did not know. */
  totalFrames: number;
  /** Longest block, in samples per channel. */
  maxBlockSize: number;
  /** Position of the first audio frame. */
  dataOffset: number;
}

const STREAMINFO = 0;
const MAX_BLOCKS = 4096;

/** Reads the metadata blocks of a FLAC file (RFC 9639, section 8). */
export function* flacStreamInfo(name: string): RangeParser<FlacStreamInfo> {
  const start = id3Length(yield { offset: 0, length: ID3_HEADER }, 0);
  const marker = yield { offset: start, length: 4 };
  if (fourCC(marker) !== 'fLaC') throw invalidAudio(name, 'is no FLAC file: it does not begin with fLaC');
  let info: Omit<FlacStreamInfo, 'dataOffset'> | undefined;
  let offset = start + 4;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks++) {
    const header = yield { offset, length: 4 };
    if (header.length < 4) throw invalidAudio(name, 'is truncated: it ends within its metadata');
    const type = header[0]! & 0x7f;
    const length = dataView(header).getUint32(0) & 0xffffff;
    if (blocks === 0) {
      const body = yield { offset: offset + 4, length: 34 };
      if (type !== STREAMINFO || length !== 34 || body.length < 34)
        throw invalidAudio(name, 'is a FLAC file without a STREAMINFO block');
      const view = dataView(body);
      const packed = view.getUint32(10);
      info = {
        maxBlockSize: view.getUint16(2),
        sampleRate: packed >>> 12,
        channels: ((packed >>> 9) & 7) + 1,
        bitsPerSample: ((packed >>> 4) & 31) + 1,
        totalFrames: (packed & 15) * 2 ** 32 + view.getUint32(14),
      };
      checkShape(name, info.channels, info.sampleRate);
      if (info.bitsPerSample < 4)
        throw invalidAudio(name, `announces ${info.bitsPerSample} bits a sample; 4 to 32 are possible`);
    }
    offset += 4 + length;
    if (header[0]! & 0x80) return { ...info!, dataOffset: offset };
  }
  throw invalidAudio(name, `has more than ${MAX_BLOCKS} metadata blocks`);
}
