import { oggChecksum } from '../../src/formats/ogg/pages.js';

/** Calls `change` on every Ogg page, given its start and end, and seals each with its true checksum. */
function eachPage(bytes: Uint8Array, change: (view: DataView, start: number, end: number) => void): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 27 <= out.length; ) {
    if (String.fromCharCode(...out.subarray(at, at + 4)) !== 'OggS') break;
    const lacing = out.subarray(at + 27, at + 27 + out[at + 26]!);
    const end = at + 27 + out[at + 26]! + lacing.reduce((sum, length) => sum + length, 0);
    if (end > out.length) break;
    change(view, at, end);
    view.setUint32(at + 22, oggChecksum(out, at, end), true);
    at = end;
  }
  return out;
}

/** Returns an Ogg file whose pages have their true checksums. */
export const resealed = (bytes: Uint8Array): Uint8Array => eachPage(bytes, () => {});

/** Returns an Ogg file with other page positions. */
export const withGranules = (bytes: Uint8Array, change: (granule: bigint) => bigint): Uint8Array =>
  eachPage(bytes, (view, start) => {
    const granule = view.getBigInt64(start + 6, true);
    if (granule > 0n) view.setBigInt64(start + 6, change(granule), true);
  });
