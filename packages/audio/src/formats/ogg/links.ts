import { invalidAudio } from '../../audio.js';
import { fourCC, latin1 } from '../../bytes/byte-source.js';
import { ForeignAudio, type Report } from '../format.js';
import type { OggPage, OggPages } from './pages.js';

/** The packets that end on one page. */
export interface LinkPage {
  readonly packets: readonly Uint8Array[];
  /** Position after the last packet; -1 if none ends here. */
  readonly granule: number;
  /** The whole page. */
  readonly bytes: Uint8Array;
}

export type OggCodec = 'opus' | 'vorbis' | 'flac';

/** Returns the codec that a stream's first packet names; `undefined` if it is not known. */
function oggCodec(packet: Uint8Array): OggCodec | undefined {
  if (latin1(packet, 0, 8) === 'OpusHead') return 'opus';
  if (fourCC(packet) === '\x01vor') return 'vorbis';
  if (fourCC(packet) === '\x7fFLA') return 'flac';
  return undefined;
}

/** Other streams, for messages. */
const foreignName = (packet: Uint8Array): string => {
  const start = latin1(packet, 0, 8);
  if (start.startsWith('Speex')) return 'Speex in Ogg';
  if (start.startsWith('\x80theora')) return 'Theora video in Ogg';
  return 'an unknown codec in Ogg';
};

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** One audio stream among those that follow each other in a (chained) Ogg file. */
export class OggLink {
  readonly codec: OggCodec;
  /** The identification packet. */
  readonly head: Uint8Array;
  readonly serial: number;
  readonly #pages: OggPages;
  readonly #report: Report;
  /** Pages that were read ahead. */
  readonly #ahead: OggPage[];
  #parts: Uint8Array[] = [];
  #previous: { sequence: number; granule: bigint } | undefined;
  /** The first page of the next link, if there is one. */
  #next: OggPage | undefined;

  private constructor(codec: OggCodec, first: OggPage, ahead: OggPage[], pages: OggPages, report: Report) {
    this.codec = codec;
    this.head = first.body;
    this.serial = first.serial;
    this.#ahead = ahead;
    this.#pages = pages;
    this.#report = report;
  }

  /** Opens the link that begins with `page`. */
  static async open(page: OggPage, pages: OggPages, report: Report): Promise<OggLink> {
    const begins: OggPage[] = [page];
    let after = await pages.next();
    for (; after?.begins && after.serial !== page.serial; after = await pages.next()) begins.push(after);
    const audio = begins.filter(({ body }) => oggCodec(body) !== undefined);
    const first = audio[0];
    if (!first) throw new ForeignAudio(foreignName(page.body));
    if (audio.length > 1)
      throw invalidAudio(report.name, `holds ${audio.length} Ogg audio streams at the same time, and one is wanted`);
    if (begins.length > 1) report.note('holds other streams besides the audio; they were left out');
    return new OggLink(oggCodec(first.body)!, first, after ? [first, after] : [first], pages, report);
  }

  /** Returns the next page of this link; `undefined` at its end. */
  async page(): Promise<LinkPage | undefined> {
    for (;;) {
      const page = this.#ahead.shift() ?? (this.#next ? undefined : await this.#pages.next());
      if (!page || (page.begins && this.#previous)) {
        this.#next ??= page;
        if (this.#parts.length > 0) this.#report.truncated('its last packet is incomplete');
        this.#parts = [];
        return undefined;
      }
      if (page.serial === this.serial) return this.#take(page);
      this.#report.note('holds other streams besides the audio; they were left out');
    }
  }

  #take(page: OggPage): LinkPage {
    const { name } = this.#report;
    const expected = this.#previous && this.#previous.sequence + 1;
    if (expected !== undefined && page.sequence > expected && this.#previous!.granule > 0n)
      throw invalidAudio(
        name,
        `is damaged: ${page.sequence - expected} Ogg pages are missing before byte ${page.start}`,
      );
    if (page.continued !== this.#parts.length > 0 && this.#previous && !page.continued)
      throw invalidAudio(name, `is damaged: a packet breaks off before the Ogg page at byte ${page.start}`);
    this.#previous = page;
    const packets: Uint8Array[] = [];
    // The rest of a packet whose beginning is not there is no packet.
    let orphan = page.continued && this.#parts.length === 0;
    let start = 0;
    let end = 0;
    for (const length of page.segments) {
      end += length;
      if (length === 255) continue;
      if (!orphan) packets.push(join([...this.#parts, page.body.subarray(start, end)]));
      orphan = false;
      this.#parts = [];
      start = end;
    }
    if (start < end && !orphan) this.#parts.push(page.body.subarray(start, end));
    return { packets, granule: Number(page.granule), bytes: page.bytes };
  }

  /** Opens the next link, after this one has ended; `undefined` at the end of the file. */
  async next(): Promise<OggLink | undefined> {
    return this.#next && OggLink.open(this.#next, this.#pages, this.#report);
  }
}
