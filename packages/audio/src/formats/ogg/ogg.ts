import { invalidAudio } from '../../audio.js';
import { dataView, fourCC } from '../../bytes/byte-ranges.js';

/** One page of an Ogg file (RFC 3533). */
interface OggPage {
  /** Position in the codec's units after the last packet that ends here; -1n if none does. */
  granule: bigint;
  serial: number;
  /** Whether a logical stream begins here. */
  begins: boolean;
  /** Whether its first packet began on an earlier page. */
  continued: boolean;
  /** Lengths of the segments; one below 255 ends a packet. */
  segments: Uint8Array;
  body: Uint8Array;
  end: number;
}

/** The packets of an Ogg file's one stream. */
export interface OggStream {
  packets: Uint8Array[];
  /** For each page: how many packets have ended by its end, and its granule position. */
  pages: { packets: number; granule: bigint }[];
}

const CRC = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** The checksum of the Ogg page between `start` and `end`. */
export function oggChecksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) {
    // The checksum is made with zeros in its own place.
    const byte = i >= start + 22 && i < start + 26 ? 0 : bytes[i]!;
    crc = (crc << 8) ^ CRC[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}

function readPage(name: string, bytes: Uint8Array, at: number): OggPage {
  if (fourCC(bytes, at) !== 'OggS') throw invalidAudio(name, `is damaged: no Ogg page begins at byte ${at}`);
  const header = at + 27;
  const count = bytes[at + 26] ?? 0;
  const segments = bytes.subarray(header, header + count);
  const start = header + count;
  const end = start + segments.reduce((sum, length) => sum + length, 0);
  if (start > bytes.length || end > bytes.length)
    throw invalidAudio(name, `is truncated: its last Ogg page ends at byte ${end}, the file at ${bytes.length}`);
  const view = dataView(bytes);
  if (view.getUint32(at + 22, true) !== oggChecksum(bytes, at, end))
    throw invalidAudio(name, `is damaged: the Ogg page at byte ${at} has a wrong checksum`);
  return {
    granule: view.getBigInt64(at + 6, true),
    serial: view.getUint32(at + 14, true),
    begins: (bytes[at + 5]! & 2) !== 0,
    continued: (bytes[at + 5]! & 1) !== 0,
    segments,
    body: bytes.subarray(start, end),
    end,
  };
}

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/**
 * Takes an Ogg file apart into packets. Checksums and completeness are verified; a file with several streams, side by
 * side or one after another, is refused.
 */
export function readOgg(name: string, bytes: Uint8Array): OggStream {
  const packets: Uint8Array[] = [];
  const pages: OggStream['pages'] = [];
  let parts: Uint8Array[] = [];
  let serial: number | undefined;
  for (let at = 0; at < bytes.length; ) {
    const page = readPage(name, bytes, at);
    if (serial === undefined) serial = page.serial;
    else if (page.serial !== serial || page.begins)
      throw invalidAudio(name, 'holds several Ogg streams, where one is wanted');
    if (!page.continued && parts.length > 0)
      throw invalidAudio(name, `is damaged: a packet breaks off before the Ogg page at byte ${at}`);
    let start = 0;
    let end = 0;
    for (const length of page.segments) {
      end += length;
      if (length === 255) continue;
      parts.push(page.body.subarray(start, end));
      packets.push(parts.length === 1 ? parts[0]! : join(parts));
      parts = [];
      start = end;
    }
    if (start < end) parts.push(page.body.subarray(start, end));
    pages.push({ packets: packets.length, granule: page.granule });
    at = page.end;
  }
  if (parts.length > 0) throw invalidAudio(name, 'is truncated: its last packet is incomplete');
  if (packets.length === 0) throw invalidAudio(name, 'is an Ogg file without packets');
  return { packets, pages };
}
