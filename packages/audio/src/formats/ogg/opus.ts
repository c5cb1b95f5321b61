import type { Block, Report } from '../format.js';
import { OpusPackets, trimEnd } from '../opus/opus-decoder.js';
import { opusPacketLength, readOpusHead } from '../opus/opus-head.js';
import type { LinkPage, OggLink } from './links.js';

/** Identification and comment header. */
const HEADER_PACKETS = 2;

/** The samples of one page, which are held back until it is known whether it is the last. */
interface Held {
  readonly blocks: Block[];
  readonly samples: number;
  readonly granule: number;
  /** Length of the last packet in samples. */
  readonly packet: number;
}

/**
 * Compares the positions of pages with the packets on them (RFC 7845, section 4).
 *
 * The packets say how long the sound is. Positions are used only to take off what the encoder added at the end, and
 * only if they agree with the packets.
 */
class Positions {
  /** Position of the first sample; a stream that was cut from a longer one begins later than 0. */
  #origin: number | undefined;
  #decoded = 0;
  #previous = 0;
  #agrees = true;

  /** Takes a page that is not the last. */
  pass({ samples, granule }: Held): void {
    this.#decoded += samples;
    if (granule < 0) return;
    this.#origin ??= Math.max(0, granule - this.#decoded);
    this.#agrees &&= granule === this.#origin + this.#decoded;
    this.#previous = granule;
  }

  /** Returns how many samples at the end of the last page are no sound. */
  endTrim({ samples, granule, packet }: Held, report: Report): number {
    if (granule < 0) return 0;
    const trim = samples - (granule - this.#previous);
    const trusted = this.#origin !== undefined && this.#agrees;
    if (trim >= 0 && trim <= (trusted ? samples : Math.min(samples, 2 * packet))) {
      if (!this.#agrees) this.#note(report);
      return trim;
    }
    this.#note(report);
    return 0;
  }

  #note(report: Report): void {
    report.note('has page positions that disagree with its packets; the packets were trusted');
  }
}

function decodePage(page: LinkPage, packets: readonly Uint8Array[], decoder: OpusPackets): Held {
  const before = decoder.decoded;
  const blocks = packets.map((packet) => decoder.decode(packet)).filter((block) => block[0]!.length > 0);
  const last = packets.at(-1);
  return {
    blocks,
    samples: decoder.decoded - before,
    granule: page.granule,
    packet: last ? opusPacketLength(last) : 0,
  };
}

/** Decodes one Ogg Opus stream through libopus. */
export async function* opusBlocks(link: OggLink, report: Report): AsyncGenerator<Block, void, undefined> {
  const decoder = await OpusPackets.start(report.name, readOpusHead(report.name, link.head));
  try {
    const positions = new Positions();
    let headers = HEADER_PACKETS;
    let held: Held | undefined;
    for (let page = await link.page(); page; page = await link.page()) {
      const skipped = Math.min(headers, page.packets.length);
      headers -= skipped;
      const packets = page.packets.slice(skipped);
      if (packets.length === 0) {
        // A page without packets may end the stream and say where.
        if (held && page.granule >= 0) held = { ...held, granule: page.granule };
        continue;
      }
      if (held) {
        positions.pass(held);
        yield* held.blocks;
      }
      held = decodePage(page, packets, decoder);
    }
    if (held) yield* trimEnd(held.blocks, positions.endTrim(held, report));
  } finally {
    decoder.free();
  }
}
