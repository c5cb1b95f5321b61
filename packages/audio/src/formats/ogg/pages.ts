import { invalidAudio } from '../../audio.js';
import { type ByteSource, ByteWindow, dataView, fourCC } from '../../bytes/byte-source.js';
import type { Report } from '../format.js';
import { isTagOrZeros } from '../tags.js';

/** One page of an Ogg file (RFC 3533). */
export interface OggPage {
  /** Position in the codec's units after the last packet that ends here; -1n if none does. */
  readonly granule: bigint;
  readonly serial: number;
  readonly sequence: number;
  /** True if a logical stream begins here. */
  readonly begins: boolean;
  /** True if its first packet began on an earlier page. */
  readonly continued: boolean;
  /** Lengths of the segments; one below 255 ends a packet. */
  readonly segments: Uint8Array;
  readonly body: Uint8Array;
  /** Position of its first byte in the file. */
  readonly start: number;
  /** The whole page. */
  readonly bytes: Uint8Array;
}

const CRC = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let i = 0; i < 8; i++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** Returns the checksum of the Ogg page between `start` and `end`. */
export function oggChecksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) {
    // The checksum is made with zeros in its own place.
    const byte = i >= start + 22 && i < start + 26 ? 0 : bytes[i]!;
    crc = (crc << 8) ^ CRC[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0;
}

/** An Ogg page is at most this long. */
export const LARGEST_PAGE = 65_307;
const HEADER = 27;

/** So many false page marks are looked at in bytes that are no page. */
const MAX_CANDIDATES = 1000;

/** The length of the page at `at` by its header, or more than there is of `bytes`. */
function pageLength(bytes: Uint8Array, at: number): number {
  const count = bytes[at + 26];
  if (count === undefined || at + HEADER + count > bytes.length) return Number.POSITIVE_INFINITY;
  let length = HEADER + count;
  for (let i = 0; i < count; i++) length += bytes[at + HEADER + i]!;
  return length;
}

/** True if a whole page with the right checksum is at `at`. */
export function isOggPage(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x4f || fourCC(bytes, at) !== 'OggS') return false;
  const length = pageLength(bytes, at);
  return (
    at + length <= bytes.length && dataView(bytes).getUint32(at + 22, true) === oggChecksum(bytes, at, at + length)
  );
}

/** Reads the pages of an Ogg file one after another, checks their checksums, and skips what lies between them. */
export class OggPages {
  readonly #window: ByteWindow;
  readonly #report: Report;
  #at = 0;

  constructor(source: ByteSource, report: Report) {
    this.#window = new ByteWindow(source);
    this.#report = report;
  }

  /** Returns the next page; `undefined` at the end. */
  async next(): Promise<OggPage | undefined> {
    const { size } = this.#window;
    if (this.#at >= size) return undefined;
    let bytes = await this.#window.at(this.#at, LARGEST_PAGE);
    if (fourCC(bytes) !== 'OggS') {
      const found = await this.#find(bytes);
      if (found === undefined) return undefined;
      this.#report.note(`has ${found - this.#at} bytes at byte ${this.#at} that are no Ogg page; they were skipped`);
      this.#at = found;
      bytes = await this.#window.at(this.#at, LARGEST_PAGE);
    }
    return this.#read(bytes);
  }

  #read(bytes: Uint8Array): OggPage | undefined {
    const start = this.#at;
    const length = pageLength(bytes, 0);
    if (length > bytes.length) {
      this.#at = this.#window.size;
      const end = length === Number.POSITIVE_INFINITY ? 'in the header of a page' : `at byte ${start + length}`;
      this.#report.truncated(`its last Ogg page ends ${end}, the file at ${this.#window.size}`);
      return undefined;
    }
    const view = dataView(bytes);
    if (view.getUint32(22, true) !== oggChecksum(bytes, 0, length))
      throw invalidAudio(this.#report.name, `is damaged: the Ogg page at byte ${start} has a wrong checksum`);
    this.#at = start + length;
    const segments = bytes.subarray(HEADER, HEADER + bytes[26]!);
    return {
      granule: view.getBigInt64(6, true),
      serial: view.getUint32(14, true),
      sequence: view.getUint32(18, true),
      continued: (bytes[5]! & 1) !== 0,
      begins: (bytes[5]! & 2) !== 0,
      segments,
      body: bytes.subarray(HEADER + segments.length, length),
      start,
      bytes: bytes.subarray(0, length),
    };
  }

  /** Finds the next page behind bytes that are none; `undefined` if they are the end of the file. */
  async #find(first: Uint8Array): Promise<number | undefined> {
    const { size } = this.#window;
    let candidates = 0;
    for (let at = this.#at; at < size; ) {
      const bytes = await this.#window.at(at, 2 * LARGEST_PAGE);
      const last = at + bytes.length >= size;
      const limit = last ? bytes.length : LARGEST_PAGE;
      for (let i = 0; i < limit; i++) {
        if (bytes[i] !== 0x4f || fourCC(bytes, i) !== 'OggS') continue;
        if (isOggPage(bytes, i)) return at + i;
        if (++candidates > MAX_CANDIDATES)
          throw invalidAudio(this.#report.name, `is damaged: no whole Ogg page follows byte ${this.#at}`);
      }
      at += limit;
    }
    if (!isTagOrZeros(first))
      this.#report.note(`has ${size - this.#at} bytes after its last Ogg page that are no page`);
    this.#at = size;
    return undefined;
  }
}
