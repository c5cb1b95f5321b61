import { checkShape, invalidAudio } from '../../audio.js';
import { dataView } from '../../bytes/byte-source.js';
import type { Block, Report } from '../format.js';
import { createCodec, guard } from '../wasm/codec-module.js';
import type { OggLink } from './links.js';

/** What the identification header says. */
export interface VorbisHead {
  readonly channels: number;
  readonly sampleRate: number;
}

/** Reads the identification header (Vorbis I specification, section 4.2.2). */
export function readVorbisHead(name: string, packet: Uint8Array): VorbisHead {
  if (packet.length < 16) throw invalidAudio(name, 'is truncated: it ends in its first page');
  const head = { channels: packet[11]!, sampleRate: dataView(packet).getUint32(12, true) };
  checkShape(name, head.channels, head.sampleRate);
  return head;
}

/** Samples per channel that are gathered before they are handed out; a Vorbis block has up to 8192. */
const GATHERED = 2 ** 14;

/** Decodes one Ogg Vorbis stream through stb_vorbis, which holds the whole of it, compressed. */
export async function* vorbisBlocks(link: OggLink, report: Report): AsyncGenerator<Block, void, undefined> {
  const { name } = report;
  const pages: Uint8Array[] = [];
  for (let page = await link.page(); page; page = await link.page()) pages.push(page.bytes);
  const size = pages.reduce((sum, page) => sum + page.length, 0);
  const { exports: vorbis, memory, input } = await createCodec(size);
  let at = input;
  for (const page of pages.splice(0)) {
    new Uint8Array(memory.buffer).set(page, at);
    at += page.length;
  }
  const problem = guard(name, () => vorbis.vorbis_open(input, size));
  if (problem !== 0) throw invalidAudio(name, `is a damaged Ogg Vorbis file (stb_vorbis error ${problem})`);
  const channels = vorbis.vorbis_channels();
  const sampleRate = vorbis.vorbis_rate();
  let frames = 0;
  let gathered: Block = [];
  let filled = 0;
  for (;;) {
    const length = guard(name, () => vorbis.vorbis_decode());
    if (filled > 0 && (length <= 0 || filled + length > GATHERED)) {
      yield gathered.map((samples) => samples.subarray(0, filled));
      filled = 0;
    }
    if (length <= 0) break;
    if (filled === 0) gathered = Array.from({ length: channels }, () => new Float32Array(GATHERED));
    gathered.forEach((samples, channel) => {
      samples.set(new Float32Array(memory.buffer, vorbis.vorbis_samples(channel), length), filled);
    });
    filled += length;
    frames += length;
  }
  const error = vorbis.vorbis_error();
  if (error !== 0)
    throw invalidAudio(name, `is damaged at ${(frames / sampleRate).toFixed(2)} s (stb_vorbis error ${error})`);
}
