import { type ByteSource, dataView, fourCC, latin1 } from '../bytes/byte-source.js';

/** Length of the header of an ID3v2 tag. */
const ID3_HEADER = 10;

/** Length of an ID3v1 tag. */
const ID3V1 = 128;

/** Length of the header and of the footer of an APE tag. */
const APE_HEADER = 32;

/** Returns the length of the ID3v2 tag at `at`; 0 if there is none. */
export function id3Length(bytes: Uint8Array, at: number): number {
  if (latin1(bytes, at, 3) !== 'ID3' || at + ID3_HEADER > bytes.length) return 0;
  // A version that does not exist, or a size byte with its top bit set, is no tag.
  if (bytes[at + 3] === 0xff || bytes[at + 4] === 0xff || [6, 7, 8, 9].some((i) => bytes[at + i]! > 127)) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + bytes[at + i]!, 0);
  return ID3_HEADER + size + (bytes[at + 5]! & 0x10 ? ID3_HEADER : 0);
}

/** Returns the length of the tag or filler at `at` (ID3v1, ID3v2, APE, Lyrics3); 0 if there is none. */
export function tagLength(bytes: Uint8Array, at: number): number {
  const id3 = id3Length(bytes, at);
  if (id3 > 0) return id3;
  if (latin1(bytes, at, 3) === 'TAG') return ID3V1;
  if (latin1(bytes, at, 8) === 'APETAGEX' && at + APE_HEADER <= bytes.length) {
    const view = dataView(bytes);
    const header = (view.getUint32(at + 20, true) & 0x20000000) !== 0;
    // The size counts the items and the footer, and not the header.
    return APE_HEADER + (header ? view.getUint32(at + 12, true) : 0);
  }
  if (latin1(bytes, at, 11) === 'LYRICSBEGIN') {
    const end = latin1(bytes, at, bytes.length - at).indexOf('LYRICS200');
    return end < 0 ? bytes.length - at : end + 9;
  }
  return 0;
}

/** True if a known tag begins here, or all bytes are 0. */
export function isTagOrZeros(bytes: Uint8Array): boolean {
  return tagLength(bytes, 0) > 0 || fourCC(bytes) === 'ID3' || bytes.every((byte) => byte === 0);
}

/** Returns where the tags at the end of a file begin (ID3v1 and APE). */
export async function endBeforeTags(source: ByteSource): Promise<number> {
  let end = source.size;
  if (latin1(await source.read(Math.max(0, end - ID3V1), 3), 0, 3) === 'TAG') end -= ID3V1;
  const footer = await source.read(Math.max(0, end - APE_HEADER), APE_HEADER);
  if (footer.length === APE_HEADER && latin1(footer, 0, 8) === 'APETAGEX') {
    const view = dataView(footer);
    const header = view.getUint32(20, true) & 0x80000000 ? APE_HEADER : 0;
    end = Math.max(0, end - view.getUint32(12, true) - header);
  }
  return end;
}
