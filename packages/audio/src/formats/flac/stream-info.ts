import { checkShape, invalidAudio } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';

/** What the STREAMINFO block of a FLAC file says. */
export interface FlacStreamInfo {
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  /** Samples per channel; 0 if the encoder did not know. */
  readonly totalFrames: number;
}

const STREAMINFO = 0;
const MAX_BLOCKS = 4096;

/** Length of a STREAMINFO block without its header. */
const STREAMINFO_LENGTH = 34;

/** Reads a STREAMINFO block (RFC 9639, section 8.2). */
export function parseStreamInfo(name: string, body: Uint8Array): FlacStreamInfo {
  if (body.length < STREAMINFO_LENGTH) throw invalidAudio(name, 'is a FLAC file without a STREAMINFO block');
  const view = dataView(body);
  const packed = view.getUint32(10);
  const info = {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitsPerSample: ((packed >>> 4) & 31) + 1,
    totalFrames: (packed & 15) * 2 ** 32 + view.getUint32(14),
  };
  checkShape(name, info.channels, info.sampleRate);
  if (info.bitsPerSample < 4)
    throw invalidAudio(name, `announces ${info.bitsPerSample} bits a sample; 4 to 32 are possible`);
  return info;
}

/** Reads the metadata blocks of a FLAC file (RFC 9639, section 8), and finds its first frame. */
export async function readMetadata(
  source: ByteSource,
  name: string,
): Promise<{ info: FlacStreamInfo; dataOffset: number }> {
  if (fourCC(await source.read(0, 4)) !== 'fLaC')
    throw invalidAudio(name, 'is not a FLAC file: it does not begin with fLaC');
  let info: FlacStreamInfo | undefined;
  let offset = 4;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks++) {
    const header = await source.read(offset, 4);
    if (header.length < 4) throw invalidAudio(name, 'is truncated: it ends within its metadata');
    const type = header[0]! & 0x7f;
    const length = dataView(header).getUint32(0) & 0xffffff;
    if (!info) {
      if (type !== STREAMINFO || length !== STREAMINFO_LENGTH)
        throw invalidAudio(name, 'is a FLAC file without a STREAMINFO block');
      info = parseStreamInfo(name, await source.read(offset + 4, length));
    }
    offset += 4 + length;
    if (header[0]! & 0x80) return { info, dataOffset: offset };
  }
  throw invalidAudio(name, `has more than ${MAX_BLOCKS} metadata blocks`);
}
