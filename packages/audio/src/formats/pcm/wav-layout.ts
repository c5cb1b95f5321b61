import { SerError } from '@ser/core';
import { checkShape, invalidAudio } from '../../audio.js';
import { dataView, fourCC, type RangeParser } from '../../bytes/byte-ranges.js';
import type { PcmLayout } from './layout.js';
import type { SampleFormat } from './samples.js';

const PCM = 0x0001;
const IEEE_FLOAT = 0x0003;
const ALAW = 0x0006;
const MULAW = 0x0007;
const EXTENSIBLE = 0xfffe;

/** Bytes 2 to 15 of the GUID that wraps a format tag in WAVE_FORMAT_EXTENSIBLE. */
const GUID_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];

/** What programs that write to a pipe put where the size belongs: ffmpeg, and sox. */
const STREAMED_SIZES = new Set([0xffffffff, 0x7fffffff, 0x7ffff000, 0xfffff000]);

/** A file with more chunks than this is no recording. */
const MAX_CHUNKS = 4096;

interface Format {
  format: SampleFormat;
  channels: number;
  sampleRate: number;
}

const formatTag = (name: string, body: Uint8Array): number => {
  const tag = dataView(body).getUint16(0, true);
  if (tag !== EXTENSIBLE) return tag;
  if (body.length < 40)
    throw invalidAudio(name, `has an extensible format chunk of ${body.length} bytes where 40 are needed`);
  if (GUID_TAIL.some((byte, i) => body[26 + i] !== byte))
    throw new SerError('UNSUPPORTED_AUDIO', `${name} is a WAV file with an unknown sub-format`);
  return dataView(body).getUint16(24, true);
};

const sampleFormat = (name: string, tag: number, bits: number): SampleFormat => {
  const width = Math.ceil(bits / 8) * 8;
  if (tag === PCM && width >= 8 && width <= 32)
    return { kind: width === 8 ? 'unsigned' : 'int', bits: width, bigEndian: false };
  if (tag === IEEE_FLOAT && (bits === 32 || bits === 64)) return { kind: 'float', bits, bigEndian: false };
  if ((tag === ALAW || tag === MULAW) && bits === 8)
    return { kind: tag === ALAW ? 'alaw' : 'mulaw', bits, bigEndian: false };
  throw new SerError(
    'UNSUPPORTED_AUDIO',
    `${name} is a WAV file of format 0x${tag.toString(16).padStart(4, '0')} with ${bits} bits a sample`,
    { hint: 'Readable are PCM of 8, 16, 24 and 32 bits, float of 32 and 64 bits, A-law and µ-law.' },
  );
};

const parseFormat = (name: string, body: Uint8Array): Format => {
  if (body.length < 16) throw invalidAudio(name, `has a format chunk of ${body.length} bytes where 16 are needed`);
  const view = dataView(body);
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const blockAlign = view.getUint16(12, true);
  checkShape(name, channels, sampleRate);
  const format = sampleFormat(name, formatTag(name, body), view.getUint16(14, true));
  const expected = (format.bits / 8) * channels;
  if (blockAlign !== expected)
    throw invalidAudio(
      name,
      `contradicts itself: ${channels} channels of ${format.bits} bits make ${expected} bytes a frame, the header says ${blockAlign}`,
    );
  return { format, channels, sampleRate };
};

const seconds = (bytes: number, bytesPerSecond: number): string => `${(bytes / bytesPerSecond).toFixed(2)} s`;

/**
 * Finds the samples in a WAV file (RIFF or RF64, chunks in any order).
 *
 * Chunks with other names are skipped. A data size of 0 or of all ones, as programs that write to a pipe leave it,
 * means "to the end of the file". A data chunk that goes past the end of the file is refused.
 *
 * @param size the length of the file in bytes.
 */
export function* wavLayout(name: string, size: number): RangeParser<PcmLayout> {
  const head = yield { offset: 0, length: 12 };
  if (head.length < 12 || !['RIFF', 'RF64'].includes(fourCC(head)) || fourCC(head, 8) !== 'WAVE')
    throw invalidAudio(name, 'is no WAV file: it does not begin with RIFF and WAVE');
  const riffSize = dataView(head).getUint32(4, true);
  let largeDataSize: number | undefined;
  let format: Format | undefined;
  let data: { start: number; chunkSize: number } | undefined;
  let offset = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks++) {
    const header = yield { offset, length: 8 };
    if (header.length < 8) break;
    const id = fourCC(header);
    const chunkSize = dataView(header).getUint32(4, true);
    const start = offset + 8;
    if (id === 'ds64') {
      const body = yield { offset: start, length: 16 };
      if (body.length === 16) largeDataSize = Number(dataView(body).getBigUint64(8, true));
    } else if (id === 'fmt ') {
      format = parseFormat(name, yield { offset: start, length: Math.min(chunkSize, 40) });
    } else if (id === 'data') {
      data = { start, chunkSize };
    }
    if (format && data) {
      const unclosed = data.chunkSize === 0 && (riffSize <= 8 || STREAMED_SIZES.has(riffSize));
      const announced = data.chunkSize === 0xffffffff && largeDataSize ? largeDataSize : data.chunkSize;
      const present = size - data.start;
      const streamed = unclosed || (STREAMED_SIZES.has(announced) && announced > present);
      const bytes = streamed ? present : announced;
      const stride = (format.format.bits / 8) * format.channels;
      const perSecond = stride * format.sampleRate;
      if (bytes > present)
        throw invalidAudio(
          name,
          `is truncated: its header announces ${announced} bytes of samples (${seconds(announced, perSecond)}), the file holds ${present} (${seconds(present, perSecond)})`,
        );
      const frames = Math.floor(bytes / stride);
      if (frames === 0) throw invalidAudio(name, 'holds no samples: its length is 0');
      return { container: 'wav', ...format, frames, dataOffset: data.start };
    }
    offset = start + chunkSize + (chunkSize & 1);
  }
  throw invalidAudio(name, format ? 'is a WAV file without a data chunk' : 'is a WAV file without a format chunk');
}
