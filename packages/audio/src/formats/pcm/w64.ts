import { invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';
import type { OpenRecording, Report } from '../format.js';
import { availableBytes, openPcm } from './layout.js';
import { parseWavFormat, requirePcm, type WavFormat } from './wav.js';

const MAX_CHUNKS = 4096;

/** Length of the GUID and 64-bit size in front of each chunk, which the size includes. */
const HEADER = 24;

/** Opens a Sony Wave64 file: WAV with GUIDs as names and sizes of 64 bits. */
export async function openW64(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  let format: WavFormat | undefined;
  let data: { start: number; announced: number } | undefined;
  // The GUID and size of RIFF, and the GUID of WAVE.
  let offset = HEADER + 16;
  for (let chunks = 0; chunks < MAX_CHUNKS && !(format && data); chunks++) {
    const header = await source.read(offset, HEADER);
    if (header.length < HEADER) break;
    const id = fourCC(header);
    const size = Number(dataView(header).getBigUint64(16, true));
    const start = offset + HEADER;
    if (id === 'fmt ')
      format = parseWavFormat(report, await source.read(start, Math.min(Math.max(0, size - HEADER), 40)));
    else if (id === 'data') data = { start, announced: Math.max(0, size - HEADER) };
    if (size < HEADER && !(format && data)) break;
    offset += 8 * Math.ceil(size / 8);
  }
  if (!format) throw invalidAudio(name, 'is a Wave64 file without a format chunk');
  if (!data) throw invalidAudio(name, 'is a Wave64 file without a data chunk');
  const pcm = requirePcm(format, 'Wave64');
  const { channels, sampleRate } = format;
  const stride = (pcm.bits / 8) * channels;
  const present = source.size - data.start;
  let bytes = data.announced;
  if (bytes === 0 && present >= stride) {
    report.note('announces 0 bytes of samples, as a recorder that was not closed; it was read to its end');
    bytes = present;
  } else bytes = availableBytes(source, report, data.start, bytes);
  const frames = Math.floor(bytes / stride);
  if (frames === 0) throw noSamples(name);
  return openPcm(source, { container: 'w64', format: pcm, channels, sampleRate, frames, dataOffset: data.start });
}
