import { invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, ByteWindow, latin1 } from '../../bytes/byte-source.js';
import { type Block, ForeignAudio, type OpenRecording, type Report } from '../format.js';
import { OPUS_RATE, type OpusHead, readOpusHead } from '../opus/opus-head.js';
import { childElements, ELEMENT_HEADER, readElement, readUnsigned, readVint } from './ebml.js';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const CODEC_ID = 0x86;
const CODEC_PRIVATE = 0x63a2;
const CLUSTER = 0x1f43b675;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const DISCARD_PADDING = 0x75a2;

/** Elements that are entered instead of skipped. */
const ENTERED = new Set([SEGMENT, CLUSTER, BLOCK_GROUP]);

const AUDIO_TRACK = 2;

/** An element with its content in memory is at most this long. */
const LARGEST = 2 ** 24;

interface Track {
  readonly number: number;
  readonly head: OpusHead;
}

const CODECS = new Map([
  ['A_VORBIS', 'Vorbis'],
  ['A_AAC', 'AAC'],
  ['A_FLAC', 'FLAC'],
  ['A_MPEG/L3', 'MP3'],
  ['A_AC3', 'AC-3'],
]);

/** Finds the one audio track, which must be Opus. */
function parseTracks(name: string, content: Uint8Array, container: string): Track {
  for (const { id, content: entry } of childElements(content)) {
    if (id !== TRACK_ENTRY) continue;
    const fields = new Map(childElements(entry).map((field) => [field.id, field.content]));
    if (readUnsigned(fields.get(TRACK_TYPE) ?? new Uint8Array(0)) !== AUDIO_TRACK) continue;
    const codec = latin1(fields.get(CODEC_ID) ?? new Uint8Array(0), 0, 32).replace(/\0+$/, '');
    if (codec !== 'A_OPUS')
      throw new ForeignAudio(`${CODECS.get(codec) ?? `codec ${JSON.stringify(codec)}`} in ${container}`);
    const head = readOpusHead(name, fields.get(CODEC_PRIVATE) ?? new Uint8Array(0));
    return { number: readUnsigned(fields.get(TRACK_NUMBER) ?? new Uint8Array(0)), head };
  }
  throw invalidAudio(name, `is a ${container} file without an audio track`);
}

/** Takes the frames out of a block (RFC 9559, section 10); `undefined` if it belongs to another track. */
function blockFrames(name: string, block: Uint8Array, track: number): Uint8Array[] | undefined {
  const number = readVint(block, 0);
  if (!number || number.length + 3 > block.length) throw invalidAudio(name, 'is damaged: a block without its header');
  if (number.value !== track) return undefined;
  const lacing = (block[number.length + 2]! >> 1) & 3;
  let at = number.length + 3;
  if (lacing === 0) return [block.subarray(at)];
  const count = (block[at++] ?? 0) + 1;
  const sizes: number[] = [];
  for (let i = 0; i < count - 1; i++) {
    if (lacing === 1) {
      let size = 0;
      let byte = 255;
      for (; byte === 255; at++) {
        byte = block[at] ?? 0;
        size += byte;
      }
      sizes.push(size);
    } else if (lacing === 3) {
      const coded = readVint(block, at);
      if (!coded) break;
      at += coded.length;
      // All sizes but the first are differences, coded with an offset.
      sizes.push(i === 0 ? coded.value : sizes[i - 1]! + coded.value - (2 ** (7 * coded.length - 1) - 1));
    } else sizes.push(Math.floor((block.length - at) / count));
  }
  const frames: Uint8Array[] = [];
  for (const size of [...sizes, block.length - at - sizes.reduce((sum, size) => sum + size, 0)]) {
    if (!(size >= 0) || at + size > block.length)
      throw invalidAudio(name, 'is damaged: the sizes in a block do not fit');
    frames.push(block.subarray(at, at + size));
    at += size;
  }
  return frames;
}

/** One packet, and the nanoseconds to leave out at its end. */
interface Packet {
  readonly bytes: Uint8Array;
  discard: number;
}

/** Walks through the elements of a file. */
class WebmReader {
  readonly #window: ByteWindow;
  readonly #report: Report;
  readonly #container: string;
  #at = 0;

  constructor(source: ByteSource, report: Report, container: string) {
    this.#window = new ByteWindow(source);
    this.#report = report;
    this.#container = container;
  }

  /** Returns the next element that is not entered; its content only if `wanted`. */
  async element(wanted: ReadonlySet<number>): Promise<{ id: number; content: Uint8Array } | undefined> {
    const { name } = this.#report;
    for (;;) {
      const bytes = await this.#window.at(this.#at, ELEMENT_HEADER);
      if (bytes.length === 0) return undefined;
      const element = readElement(bytes, 0);
      if (!element) {
        if (bytes.length >= ELEMENT_HEADER)
          throw invalidAudio(name, `is damaged: no element begins at byte ${this.#at}`);
        this.#report.truncated(`it ends within an element at byte ${this.#at}`);
        return undefined;
      }
      const start = this.#at + element.start;
      if (ENTERED.has(element.id)) {
        this.#at = start;
        continue;
      }
      if (element.size === undefined)
        throw invalidAudio(name, `is damaged: an element without a length at byte ${this.#at}`);
      if (start + element.size > this.#window.size) {
        this.#at = this.#window.size;
        this.#report.truncated(`its last element ends at byte ${start + element.size}, the file at ${this.#at}`);
        return undefined;
      }
      this.#at = start + element.size;
      if (!wanted.has(element.id)) continue;
      if (element.size > LARGEST)
        throw invalidAudio(name, `is damaged: an element of ${element.size} bytes, where ${LARGEST} are possible`);
      return { id: element.id, content: await this.#window.at(start, element.size) };
    }
  }

  async track(): Promise<Track> {
    const tracks = await this.element(new Set([TRACKS]));
    if (!tracks) throw invalidAudio(this.#report.name, `is a ${this.#container} file without tracks`);
    return parseTracks(this.#report.name, tracks.content, this.#container);
  }

  /** The packets of a track, each handed out once it is known what to leave out at its end. */
  async *packets(track: number): AsyncGenerator<Packet, void, undefined> {
    const wanted = new Set([SIMPLE_BLOCK, BLOCK, DISCARD_PADDING]);
    let last: Packet | undefined;
    for (let element = await this.element(wanted); element; element = await this.element(wanted)) {
      if (element.id === DISCARD_PADDING) {
        if (last) last.discard = readUnsigned(element.content);
        continue;
      }
      for (const bytes of blockFrames(this.#report.name, element.content, track) ?? []) {
        if (last) yield last;
        last = { bytes, discard: 0 };
      }
    }
    if (last) yield last;
  }
}

async function* opusBlocks(
  reader: WebmReader,
  report: Report,
  { number, head }: Track,
): AsyncGenerator<Block, void, undefined> {
  const { OpusPackets, trimEnd } = await import('../opus/opus-decoder.js');
  const decoder = await OpusPackets.start(report.name, head);
  let any = false;
  try {
    for await (const { bytes, discard } of reader.packets(number)) {
      const trim = Math.round((discard * OPUS_RATE) / 1e9);
      for (const block of trimEnd([decoder.decode(bytes)], trim)) {
        if (block[0]!.length === 0) continue;
        any = true;
        yield block;
      }
    }
  } finally {
    decoder.free();
  }
  if (!any) throw noSamples(report.name);
}

/** Opens Opus in WebM or Matroska, as browsers' `MediaRecorder` writes it. */
export async function openWebm(source: ByteSource, report: Report): Promise<OpenRecording> {
  const head = await source.read(0, 64);
  const ebml = readElement(head, 0);
  if (ebml?.id !== EBML) throw invalidAudio(report.name, 'is not a WebM file: it does not begin with an EBML header');
  const container = latin1(head, 0, 64).includes('matroska') ? 'Matroska' : 'WebM';
  const reader = new WebmReader(source, report, container);
  const track = await reader.track();
  const info = { container: 'webm', codec: 'opus', channels: track.head.channels, sampleRate: OPUS_RATE };
  return { info, exact: false, blocks: () => opusBlocks(reader, report, track) };
}
