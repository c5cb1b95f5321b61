import { dataView, fourCC } from '../bytes/byte-ranges.js';

/** How many bytes of an ID3v2 tag {@link id3Length} looks at. */
export const ID3_HEADER = 10;

/** The length of the ID3v2 tag at `at`; 0 if there is none. */
export function id3Length(bytes: Uint8Array, at: number): number {
  if (!fourCC(bytes, at).startsWith('ID3') || at + ID3_HEADER > bytes.length) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (bytes[at + i]! & 127), 0);
  return ID3_HEADER + size + (bytes[at + 5]! & 0x10 ? ID3_HEADER : 0);
}

/** Where the tags at the end of a file begin (ID3v1 and APE). */
export function beforeTags(bytes: Uint8Array): number {
  let end = bytes.length;
  if (end >= 128 && fourCC(bytes, end - 128).startsWith('TAG')) end -= 128;
  if (end >= 32 && fourCC(bytes, end - 32) === 'APET' && fourCC(bytes, end - 28) === 'AGEX') {
    const view = dataView(bytes);
    const header = view.getUint32(end - 12, true) & 0x80000000 ? 32 : 0;
    end = Math.max(0, end - view.getUint32(end - 20, true) - header);
  }
  return end;
}
