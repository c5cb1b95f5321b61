import { checkShape, invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, dataView, fourCC, sliceSource } from '../../bytes/byte-source.js';
import { ForeignAudio, type OpenRecording, type Report } from '../format.js';
import { openMpeg } from '../mpeg/mpeg.js';
import { foreignCodec, integerFormat, openPcm } from './layout.js';
import type { SampleFormat } from './samples.js';

const PCM = 0x0001;
const IEEE_FLOAT = 0x0003;
const ALAW = 0x0006;
const MULAW = 0x0007;
const EXTENSIBLE = 0xfffe;

/** Format tags of MPEG audio, whose frames fill the data chunk. */
const MPEG = new Set([0x0050, 0x0055]);

/** Codecs of other format tags, for messages. */
const CODECS = new Map([
  [0x0002, 'MS ADPCM'],
  [0x0010, 'OKI ADPCM'],
  [0x0011, 'IMA ADPCM'],
  [0x0020, 'Yamaha ADPCM'],
  [0x0022, 'TrueSpeech'],
  [0x0031, 'GSM 6.10'],
  [0x0040, 'G.721 ADPCM'],
  [0x0042, 'G.723.1'],
  [0x0045, 'G.726 ADPCM'],
  [0x0064, 'G.726 ADPCM'],
  [0x0065, 'G.722 ADPCM'],
  [0x0083, 'G.729'],
  [0x0092, 'AC-3'],
  [0x00ff, 'AAC'],
  [0x0160, 'WMA'],
  [0x0161, 'WMA'],
  [0x0162, 'WMA'],
  [0x0163, 'WMA'],
  [0x0270, 'ATRAC3'],
  [0x1610, 'AAC'],
  [0x2000, 'AC-3'],
  [0x2001, 'DTS'],
  [0x674f, 'Vorbis'],
  [0x6750, 'Vorbis'],
  [0x6751, 'Vorbis'],
  [0x676f, 'Vorbis'],
  [0x6770, 'Vorbis'],
  [0x6771, 'Vorbis'],
  [0x704f, 'Opus'],
  [0xf1ac, 'FLAC'],
]);

/** Bytes 2 to 15 of the GUID that wraps a format tag in WAVE_FORMAT_EXTENSIBLE. */
const GUID_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/** A file with more chunks than this is no recording. */
const MAX_CHUNKS = 4096;

/** What a `fmt ` chunk says. */
export interface WavFormat {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** How a sample is stored; absent for a compressed codec. */
  readonly format?: SampleFormat | undefined;
  /** Bits per sample as announced. */
  readonly bits: number;
}

function formatTag(name: string, body: Uint8Array): number {
  const tag = dataView(body).getUint16(0, true);
  if (tag !== EXTENSIBLE) return tag;
  if (body.length < 40)
    throw invalidAudio(name, `has an extensible format chunk of ${body.length} bytes where 40 are needed`);
  if (GUID_TAIL.some((byte, i) => body[26 + i] !== byte)) throw new ForeignAudio('an unknown sub-format in WAV');
  return dataView(body).getUint16(24, true);
}

function sampleFormat(tag: number, bits: number): SampleFormat | undefined {
  if (tag === PCM) return integerFormat(bits, false, true);
  if (tag === IEEE_FLOAT && (bits === 32 || bits === 64)) return { kind: 'float', bits, bigEndian: false };
  if ((tag === ALAW || tag === MULAW) && bits === 8)
    return { kind: tag === ALAW ? 'alaw' : 'mulaw', bits, bigEndian: false };
  return undefined;
}

/** Reads the body of a `fmt ` chunk, as WAV, RF64 and Wave64 have it. */
export function parseWavFormat(report: Report, body: Uint8Array): WavFormat {
  const { name } = report;
  if (body.length < 16) throw invalidAudio(name, `has a format chunk of ${body.length} bytes where 16 are needed`);
  const view = dataView(body);
  const tag = formatTag(name, body);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const byteRate = view.getUint32(8, true);
  const blockAlign = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  checkShape(name, channels, sampleRate);
  const format = sampleFormat(tag, bits);
  const base = { tag, channels, sampleRate, bits };
  if (!format) return base;
  const expected = (format.bits / 8) * channels;
  if (blockAlign === expected) return { ...base, format };
  const says = `says ${blockAlign} bytes a frame where ${channels} channels of ${format.bits} bits make ${expected}`;
  const wide = integerFormat((8 * blockAlign) / channels, false, true);
  if (tag === PCM && wide && wide.bits > format.bits && byteRate === sampleRate * (wide.bits / 8) * channels) {
    report.note(`${says}; its byte rate agrees, so it was read as ${wide.bits} bits a sample`);
    return { ...base, format: wide };
  }
  report.note(`${says}; it was read as ${expected}`);
  return { ...base, format };
}

/** Returns the stored form of the samples, or refuses a compressed codec by name. */
export function requirePcm({ tag, bits, format }: WavFormat, container: string): SampleFormat {
  if (format) return format;
  const known = tag === PCM || tag === IEEE_FLOAT || tag === ALAW || tag === MULAW;
  const code = `format 0x${tag.toString(16).padStart(4, '0')}`;
  if (known) throw foreignCodec(`${code} with ${bits} bits a sample`, container);
  throw foreignCodec(`${CODECS.get(tag) ?? 'an unknown codec'} (${code})`, container);
}

interface DataChunk {
  readonly start: number;
  /** The size in the header. */
  readonly announced: number;
}

/** A size of 0.5 GB or more that is round, or just below a power of two, is a placeholder and no length. */
function isPlaceholder(size: number): boolean {
  const near = (unit: number, by: number) => Math.abs(size - unit * Math.round(size / unit)) <= by;
  return size >= 2 ** 29 && (near(2 ** 28, 2 ** 16) || near(2 ** 20, 128) || near(1e6, 128));
}

const isChunkId = (header: Uint8Array): boolean =>
  header.length === 8 && header.subarray(0, 4).every((byte) => byte >= 0x20 && byte < 0x7f);

/** True if a chunk that fits into the file begins at `offset`. */
async function chunkFits(source: ByteSource, offset: number): Promise<boolean> {
  const header = await source.read(offset, 8);
  return isChunkId(header) && dataView(header).getUint32(4, true) <= source.size - offset - 8;
}

/** Returns how many bytes of samples to read: those announced, or those present if the header cannot be true. */
async function dataLength(
  source: ByteSource,
  report: Report,
  { start, announced }: DataChunk,
  { riffSize, byteRate }: { riffSize: number; byteRate: number },
): Promise<number> {
  const present = source.size - start;
  const seconds = (bytes: number) => `${(bytes / byteRate).toFixed(2)} s`;
  if (announced === 0) {
    if (present === 0 || (await chunkFits(source, start))) return 0;
    report.note(`announces 0 bytes of samples, as a recorder that was not closed; it was read to its end`);
    return present;
  }
  if (announced <= present) {
    const end = start + announced + (announced & 1);
    const rest = source.size - end;
    if (rest > 8 && !(await chunkFits(source, end)))
      report.note(`has ${rest} bytes after its samples that are no chunk; they were left out`);
    return announced;
  }
  const excess = announced - present;
  // A writer that knows the file's true length, but not that of the samples, and one that counts the header in.
  const contradiction = riffSize > 8 && riffSize + 8 <= source.size + 1;
  const countsHeader = excess <= 64 || excess === start || excess === start - 8;
  if (contradiction || countsHeader || isPlaceholder(announced)) {
    report.note(`announces ${announced} bytes of samples where there are ${present}; it was read to its end`);
    return present;
  }
  report.truncated(
    `its header announces ${announced} bytes of samples (${seconds(announced)}), the file holds ${present} (${seconds(present)})`,
  );
  return present;
}

/** The parts of a WAV file that matter. */
interface WavParts {
  riffSize: number;
  format?: WavFormat;
  data?: DataChunk;
}

async function findParts(source: ByteSource, report: Report): Promise<WavParts> {
  const head = await source.read(0, 12);
  if (head.length < 12 || !['RIFF', 'RF64', 'BW64'].includes(fourCC(head)) || fourCC(head, 8) !== 'WAVE')
    throw invalidAudio(report.name, 'is not a WAV file: it does not begin with RIFF and WAVE');
  const parts: WavParts = { riffSize: dataView(head).getUint32(4, true) };
  let largeDataSize: number | undefined;
  let offset = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS && !(parts.format && parts.data); chunks++) {
    const header = await source.read(offset, 8);
    if (header.length < 8) break;
    const id = fourCC(header);
    const chunkSize = dataView(header).getUint32(4, true);
    const start = offset + 8;
    if (id === 'ds64') {
      const body = await source.read(start, 16);
      if (body.length === 16) largeDataSize = Number(dataView(body).getBigUint64(8, true));
    } else if (id === 'fmt ') {
      parts.format = parseWavFormat(report, await source.read(start, Math.min(chunkSize, 40)));
    } else if (id === 'data') {
      parts.data = { start, announced: chunkSize === 0xffffffff ? largeDataSize || chunkSize : chunkSize };
    }
    offset = start + chunkSize;
    // Chunks begin at even positions, but not every writer knows.
    if (chunkSize & 1 && isChunkId(await source.read(offset + 1, 8))) offset++;
    else if (chunkSize & 1 && !isChunkId(await source.read(offset, 8))) offset++;
  }
  return parts;
}

/**
 * Opens a WAV file (RIFF, RF64 or BW64) with chunks in any order.
 *
 * Sizes and frame lengths that cannot be true are mended and noted; a file whose end is missing is refused.
 */
export async function openWav(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  const { riffSize, format, data } = await findParts(source, report);
  if (!format) throw invalidAudio(name, 'is a WAV file without a format chunk');
  if (!data) throw invalidAudio(name, 'is a WAV file without a data chunk');
  if (MPEG.has(format.tag)) {
    const end = data.announced > 0 ? data.start + data.announced : source.size;
    const inner = await openMpeg(sliceSource(source, data.start, end), report);
    return { ...inner, info: { ...inner.info, container: 'wav' } };
  }
  const pcm = requirePcm(format, 'WAV');
  const stride = (pcm.bits / 8) * format.channels;
  const byteRate = stride * format.sampleRate;
  const frames = Math.floor((await dataLength(source, report, data, { riffSize, byteRate })) / stride);
  if (frames === 0) throw noSamples(name);
  const { channels, sampleRate } = format;
  return openPcm(source, { container: 'wav', format: pcm, channels, sampleRate, frames, dataOffset: data.start });
}
