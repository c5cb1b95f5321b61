import { checkShape, invalidAudio, noSamples } from '../../audio.js';
import { type ByteSource, dataView, fourCC } from '../../bytes/byte-source.js';
import type { OpenRecording, Report } from '../format.js';
import { extendedFloat, foreignCodec, integerFormat, openPcm } from './layout.js';
import type { SampleFormat } from './samples.js';

const MAX_CHUNKS = 4096;

interface Common {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly sampleRate: number;
  readonly frames: number;
}

/** Compressed codecs of AIFF-C, for messages. */
const CODECS = new Map([
  ['ima4', 'IMA ADPCM'],
  ['MAC3', 'MACE 3:1'],
  ['MAC6', 'MACE 6:1'],
  ['GSM ', 'GSM 6.10'],
  ['agsm', 'GSM 6.10'],
  ['G722', 'G.722 ADPCM'],
  ['G726', 'G.726 ADPCM'],
  ['DWVW', 'DWVW'],
  ['QDMC', 'QDesign Music'],
  ['QDM2', 'QDesign Music 2'],
  ['Qclp', 'QCELP'],
  ['.mp3', 'MP3'],
]);

/** How a compression type that is no compression stores samples; its name may be in capitals. */
function sampleFormat(compression: string, bits: number): SampleFormat {
  const bigEndian = true;
  const known = (): SampleFormat | undefined => {
    switch (compression) {
      case 'NONE':
      case 'twos':
      case 'in24':
      case 'in32':
        return integerFormat(bits, bigEndian, false);
      case 'sowt':
        return integerFormat(bits, false, false);
      case 'raw ':
        return bits === 8 ? integerFormat(bits, bigEndian, true) : undefined;
      case 'fl32':
      case 'FL32':
        return { kind: 'float', bits: 32, bigEndian };
      case 'fl64':
      case 'FL64':
        return { kind: 'float', bits: 64, bigEndian };
      case 'alaw':
      case 'ALAW':
        return { kind: 'alaw', bits: 8, bigEndian };
      case 'ulaw':
      case 'ULAW':
        return { kind: 'mulaw', bits: 8, bigEndian };
    }
    return undefined;
  };
  const format = known();
  if (format) return format;
  throw foreignCodec(
    CODECS.get(compression) ?? `codec ${JSON.stringify(compression)} with ${bits} bits a sample`,
    compression === 'NONE' ? 'AIFF' : 'AIFF-C',
  );
}

function parseCommon(name: string, body: Uint8Array, compressed: boolean): Common {
  const needed = compressed ? 22 : 18;
  if (body.length < needed)
    throw invalidAudio(name, `has a COMM chunk of ${body.length} bytes where ${needed} are needed`);
  const view = dataView(body);
  const channels = view.getUint16(0);
  // AIFF allows fractions of a hertz; as in libsndfile, the rate is the nearest whole number.
  const sampleRate = Math.round(extendedFloat(body, 8));
  checkShape(name, channels, sampleRate);
  const format = sampleFormat(compressed ? fourCC(body, 18) : 'NONE', view.getUint16(6));
  return { format, channels, sampleRate, frames: view.getUint32(2) };
}

interface Parts {
  common?: Common;
  /** Where the samples begin, and how many bytes of them are announced. */
  data?: { readonly start: number; readonly announced: number };
}

async function findParts(source: ByteSource, name: string): Promise<Parts> {
  const head = await source.read(0, 12);
  const kind = head.length < 12 ? '' : fourCC(head, 8);
  if (fourCC(head) !== 'FORM' || (kind !== 'AIFF' && kind !== 'AIFC'))
    throw invalidAudio(name, 'is not an AIFF file: it does not begin with FORM and AIFF or AIFC');
  const parts: Parts = {};
  let offset = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS && !(parts.common && parts.data); chunks++) {
    const header = await source.read(offset, 16);
    if (header.length < 8) break;
    const id = fourCC(header);
    const chunkSize = dataView(header).getUint32(4);
    if (id === 'COMM') {
      const body = await source.read(offset + 8, Math.min(chunkSize, 22));
      parts.common = parseCommon(name, body, kind === 'AIFC');
    } else if (id === 'SSND') {
      if (header.length < 16) throw invalidAudio(name, 'is truncated: it ends within the header of its samples');
      parts.data = { start: offset + 16 + dataView(header).getUint32(8), announced: chunkSize - 8 };
    }
    offset += 8 + chunkSize + (chunkSize & 1);
  }
  return parts;
}

/**
 * Opens an AIFF or AIFF-C file. Some corpora hold such files under the name `.wav`.
 *
 * A recorder that was not closed leaves 0 frames; then the samples reach to the end of the file, which is noted.
 */
export async function openAiff(source: ByteSource, report: Report): Promise<OpenRecording> {
  const { name } = report;
  const { common, data } = await findParts(source, name);
  if (!common) throw invalidAudio(name, 'is an AIFF file without a COMM chunk');
  if (!data) {
    if (common.frames > 0) throw invalidAudio(name, 'is an AIFF file without an SSND chunk');
    throw noSamples(name);
  }
  const stride = common.channels * (common.format.bits / 8);
  const inFile = Math.max(0, source.size - data.start);
  const present = Math.min(inFile, data.announced > 0 ? data.announced : inFile);
  let { frames } = common;
  if (frames === 0 && data.announced <= 0 && inFile >= stride) {
    report.note('announces 0 frames, as a recorder that was not closed; it was read to its end');
    frames = Math.floor(inFile / stride);
  }
  if (frames === 0) throw noSamples(name);
  const bytes = frames * stride;
  if (bytes > present) {
    report.truncated(`its header announces ${bytes} bytes of samples, the file holds ${present}`);
    frames = Math.floor(present / stride);
    if (frames === 0) throw noSamples(name);
  }
  return openPcm(source, { container: 'aiff', ...common, frames, dataOffset: data.start });
}
