import { checkShape, invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';
import type { OpenRecording, Report } from '../format.js';
import { availableBytes, foreignCodec, integerFormat, openPcm } from './layout.js';
import type { SampleFormat } from './samples.js';

const MAX_CHUNKS = 4096;
const FLOAT = 1;
const LITTLE_ENDIAN = 2;

/** Compressed codecs, for messages. */
const CODECS = new Map([
  ['aac ', 'AAC'],
  ['alac', 'ALAC'],
  ['ima4', 'IMA ADPCM'],
  ['.mp3', 'MP3'],
  ['opus', 'Opus'],
  ['flac', 'FLAC'],
  ['samr', 'AMR'],
  ['ilbc', 'iLBC'],
]);

interface Description {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly sampleRate: number;
}

function parseDescription(name: string, body: Uint8Array): Description {
  if (body.length < 32) throw invalidAudio(name, 'is truncated: it ends within its description');
  const view = dataView(body);
  const sampleRate = Math.round(view.getFloat64(0));
  const codec = fourCC(body, 8);
  const flags = view.getUint32(12);
  const packetBytes = view.getUint32(16);
  const channels = view.getUint32(24);
  const bits = view.getUint32(28);
  checkShape(name, channels, sampleRate);
  const bigEndian = (flags & LITTLE_ENDIAN) === 0;
  if (codec === 'alaw' || codec === 'ulaw')
    return { format: { kind: codec === 'alaw' ? 'alaw' : 'mulaw', bits: 8, bigEndian }, channels, sampleRate };
  if (codec !== 'lpcm') throw foreignCodec(CODECS.get(codec) ?? `codec ${JSON.stringify(codec)}`, 'CAF');
  const stored = (8 * packetBytes) / channels;
  const format: SampleFormat | undefined =
    flags & FLOAT
      ? stored === 32 || stored === 64
        ? { kind: 'float', bits: stored, bigEndian }
        : undefined
      : integerFormat(stored, bigEndian, false);
  if (!format || (8 * packetBytes) % channels !== 0 || stored % 8 !== 0)
    throw foreignCodec(`PCM of ${bits} bits in ${packetBytes} bytes a packet`, 'CAF');
  return { format, channels, sampleRate };
}

/** Opens an Apple Core Audio file (`.caf`) that holds PCM, A-law or µ-law. */
export async function openCaf(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  let description: Description | undefined;
  let data: { start: number; announced: number } | undefined;
  let offset = 8;
  for (let chunks = 0; chunks < MAX_CHUNKS && !(description && data); chunks++) {
    const header = await source.read(offset, 12);
    if (header.length < 12) break;
    const id = fourCC(header);
    // A size of -1 means to the end of the file.
    const size = Number(dataView(header).getBigInt64(4));
    if (id === 'desc') description = parseDescription(name, await source.read(offset + 12, 32));
    else if (id === 'data') data = { start: offset + 16, announced: size < 0 ? -1 : Math.max(0, size - 4) };
    if (size < 0) break;
    offset += 12 + size;
  }
  if (!description) throw invalidAudio(name, 'is a CAF file without a description');
  if (!data) throw invalidAudio(name, 'is a CAF file without a data chunk');
  const stride = description.channels * (description.format.bits / 8);
  const announced = data.announced < 0 ? Math.max(0, source.size - data.start) : data.announced;
  const bytes = availableBytes(source, report, data.start, announced);
  const frames = Math.floor(bytes / stride);
  if (frames === 0) throw noSamples(name);
  return openPcm(source, { container: 'caf', ...description, frames, dataOffset: data.start });
}
