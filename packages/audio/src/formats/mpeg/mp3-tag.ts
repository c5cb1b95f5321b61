import { dataView, fourCC } from '../../bytes/byte-source.js';

/** What the first frame of many MP3 files says about the rest (the Xing tag and LAME's extension of it). */
export interface Mp3Tag {
  /** Number of frames that follow; `undefined` if the tag does not say. */
  frames?: number;
  /** Length in bytes from this frame to the end; `undefined` if the tag does not say. */
  bytes?: number;
  /** Samples that the encoder put before and after the sound. */
  delay?: number;
  padding?: number;
}

/** The delay that the decoder itself adds, in samples. */
export const DECODER_DELAY = 529;

const isEncoderName = (text: string): boolean => /^[A-Za-z0-9. ]{4}$/.test(text);

/**
 * Reads the tag in the MP3 frame that begins at `at`, if there is one.
 *
 * @returns `undefined` if the frame is an ordinary one.
 */
export function readMp3Tag(bytes: Uint8Array, at: number): Mp3Tag | undefined {
  if (fourCC(bytes, at + 36) === 'VBRI') return {};
  const version1 = ((bytes[at + 1] ?? 0) & 0x08) !== 0;
  const mono = (bytes[at + 3] ?? 0) >> 6 === 3;
  const start = at + 4 + (version1 ? (mono ? 17 : 32) : mono ? 9 : 17);
  if (!['Xing', 'Info'].includes(fourCC(bytes, start)) || start + 8 > bytes.length) return undefined;
  const view = dataView(bytes);
  const flags = view.getUint32(start + 4);
  const tag: Mp3Tag = {};
  let next = start + 8;
  if (flags & 1 && next + 4 <= bytes.length) tag.frames = view.getUint32(next);
  next += flags & 1 ? 4 : 0;
  if (flags & 2 && next + 4 <= bytes.length) tag.bytes = view.getUint32(next);
  next += (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  if (next + 24 <= bytes.length && isEncoderName(fourCC(bytes, next))) {
    const packed = (view.getUint16(next + 21) << 8) | bytes[next + 23]!;
    tag.delay = packed >> 12;
    tag.padding = packed & 0xfff;
  }
  return tag;
}
