import { fourCC } from '../../bytes/byte-ranges.js';

/** The codec that a stream's first packet names; `undefined` if none is known. */
export function oggCodec(packet: Uint8Array): 'opus' | 'vorbis' | 'flac' | undefined {
  if (fourCC(packet) === 'Opus' && fourCC(packet, 4) === 'Head') return 'opus';
  if (fourCC(packet) === '\x01vor') return 'vorbis';
  if (fourCC(packet) === '\x7fFLA') return 'flac';
  return undefined;
}
