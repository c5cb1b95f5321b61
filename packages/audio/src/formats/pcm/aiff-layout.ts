import { SerError } from '@ser/core';
import { checkShape, invalidAudio } from '../../audio.js';
import { dataView, fourCC, type RangeParser } from '../../bytes/byte-ranges.js';
import type { PcmLayout } from './layout.js';
import type { SampleFormat } from './samples.js';

const MAX_CHUNKS = 4096;

interface Common {
  format: SampleFormat;
  channels: number;
  sampleRate: number;
  frames: number;
}

/** An 80-bit extended float, which AIFF uses for the sample rate. */
const extendedFloat = (view: DataView, offset: number): number => {
  const exponent = (view.getUint16(offset) & 0x7fff) - 16383 - 63;
  const mantissa = view.getUint32(offset + 2) * 2 ** 32 + view.getUint32(offset + 6);
  return (view.getUint8(offset) & 0x80 ? -1 : 1) * mantissa * 2 ** exponent;
};

const sampleFormat = (name: string, compression: string, bits: number): SampleFormat => {
  const width = Math.ceil(bits / 8) * 8;
  const supported = width >= 8 && width <= 32;
  switch (compression) {
    case 'NONE':
    case 'twos':
    case 'in24':
    case 'in32':
      if (supported) return { kind: 'int', bits: width, bigEndian: true };
      break;
    case 'sowt':
      if (supported) return { kind: 'int', bits: width, bigEndian: false };
      break;
    case 'fl32':
    case 'FL32':
      return { kind: 'float', bits: 32, bigEndian: true };
    case 'fl64':
    case 'FL64':
      return { kind: 'float', bits: 64, bigEndian: true };
    case 'alaw':
    case 'ALAW':
      return { kind: 'alaw', bits: 8, bigEndian: true };
    case 'ulaw':
    case 'ULAW':
      return { kind: 'mulaw', bits: 8, bigEndian: true };
  }
  throw new SerError(
    'UNSUPPORTED_AUDIO',
    `${name} is an AIFF file with compression ${JSON.stringify(compression)} and ${bits} bits a sample`,
  );
};

const parseCommon = (name: string, body: Uint8Array, compressed: boolean): Common => {
  const needed = compressed ? 22 : 18;
  if (body.length < needed)
    throw invalidAudio(name, `has a COMM chunk of ${body.length} bytes where ${needed} are needed`);
  const view = dataView(body);
  const channels = view.getUint16(0);
  // AIFF allows fractions of a hertz; as in libsndfile, the rate is the nearest whole number.
  const sampleRate = Math.round(extendedFloat(view, 8));
  checkShape(name, channels, sampleRate);
  const format = sampleFormat(name, compressed ? fourCC(body, 18) : 'NONE', view.getUint16(6));
  return { format, channels, sampleRate, frames: view.getUint32(2) };
};

/**
 * Finds the samples in an AIFF or AIFF-C file. Some corpora hold such files under the name `.wav`.
 *
 * @param size the length of the file in bytes.
 */
export function* aiffLayout(name: string, size: number): RangeParser<PcmLayout> {
  const head = yield { offset: 0, length: 12 };
  const kind = head.length < 12 ? '' : fourCC(head, 8);
  if (fourCC(head) !== 'FORM' || (kind !== 'AIFF' && kind !== 'AIFC'))
    throw invalidAudio(name, 'is no AIFF file: it does not begin with FORM and AIFF or AIFC');
  let common: Common | undefined;
  let dataOffset: number | undefined;
  let announced = 0;
  let offset = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS && !(common && dataOffset !== undefined); chunks++) {
    const header = yield { offset, length: 16 };
    if (header.length < 8) break;
    const id = fourCC(header);
    const chunkSize = dataView(header).getUint32(4);
    if (id === 'COMM') {
      const body = yield { offset: offset + 8, length: Math.min(chunkSize, 22) };
      common = parseCommon(name, body, kind === 'AIFC');
    } else if (id === 'SSND') {
      if (header.length < 16) throw invalidAudio(name, 'is truncated: it ends within the header of its samples');
      dataOffset = offset + 16 + dataView(header).getUint32(8);
      announced = chunkSize - 8;
    }
    offset += 8 + chunkSize + (chunkSize & 1);
  }
  if (!common) throw invalidAudio(name, 'is an AIFF file without a COMM chunk');
  if (dataOffset === undefined) {
    if (common.frames > 0) throw invalidAudio(name, 'is an AIFF file without an SSND chunk');
    throw invalidAudio(name, 'holds no samples: its length is 0');
  }
  const { frames, channels, format } = common;
  if (frames === 0) throw invalidAudio(name, 'holds no samples: its length is 0');
  const bytes = frames * channels * (format.bits / 8);
  const present = Math.max(0, Math.min(size - dataOffset, Math.max(announced, 0)));
  if (bytes > present)
    throw invalidAudio(name, `is truncated: its header announces ${bytes} bytes of samples, the file holds ${present}`);
  return { container: 'aiff', ...common, dataOffset };
}
