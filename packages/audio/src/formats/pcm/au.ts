import { checkShape, invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';
import type { OpenRecording, Report } from '../format.js';
import { availableBytes, foreignCodec, openPcm } from './layout.js';
import type { SampleFormat } from './samples.js';

const int = (bits: number): SampleFormat => ({ kind: 'int', bits, bigEndian: true });
const float = (bits: number): SampleFormat => ({ kind: 'float', bits, bigEndian: true });

/** Encodings of the header (Sun's audio.h). */
const FORMATS = new Map<number, SampleFormat>([
  [1, { kind: 'mulaw', bits: 8, bigEndian: true }],
  [2, int(8)],
  [3, int(16)],
  [4, int(24)],
  [5, int(32)],
  [6, float(32)],
  [7, float(64)],
  [27, { kind: 'alaw', bits: 8, bigEndian: true }],
]);

const CODECS = new Map([
  [23, 'G.721 ADPCM'],
  [24, 'G.722 ADPCM'],
  [25, 'G.723 ADPCM'],
  [26, 'G.723 ADPCM'],
]);

/** The data size of a stream of unknown length. */
const UNKNOWN = 0xffffffff;

/** Opens a Sun or NeXT AU file (`.au`, `.snd`). */
export async function openAu(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  const head = await source.read(0, 24);
  if (head.length < 24 || fourCC(head) !== '.snd') throw invalidAudio(name, 'is truncated: it ends within its header');
  const view = dataView(head);
  const [dataOffset, announced, encoding, sampleRate, channels] = [4, 8, 12, 16, 20].map((at) =>
    view.getUint32(at),
  ) as [number, number, number, number, number];
  checkShape(name, channels, sampleRate);
  const format = FORMATS.get(encoding);
  if (!format) throw foreignCodec(CODECS.get(encoding) ?? `encoding ${encoding}`, 'AU');
  if (dataOffset < 24) throw invalidAudio(name, `announces samples at byte ${dataOffset}, within its header`);
  const stride = channels * (format.bits / 8);
  const present = Math.max(0, source.size - dataOffset);
  const bytes =
    announced === UNKNOWN || announced === 0 ? present : availableBytes(source, report, dataOffset, announced);
  const frames = Math.floor(bytes / stride);
  if (frames === 0) throw noSamples(name);
  return openPcm(source, { container: 'au', format, channels, sampleRate, frames, dataOffset });
}
