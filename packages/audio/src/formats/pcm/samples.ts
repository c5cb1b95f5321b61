import { dataView } from '../../bytes/byte-source.js';

/** How one sample is stored. */
export interface SampleFormat {
  kind: 'int' | 'unsigned' | 'float' | 'alaw' | 'mulaw';
  /** Width of the container in bits: 8, 16, 24, 32 or 64. */
  bits: number;
  bigEndian: boolean;
}

/** The format in ffmpeg's words, e.g. `pcm_s16le`. */
export function codecName({ kind, bits, bigEndian }: SampleFormat): string {
  if (kind === 'alaw' || kind === 'mulaw') return `pcm_${kind}`;
  const letter = { int: 's', unsigned: 'u', float: 'f' }[kind];
  return `pcm_${letter}${bits}${bits === 8 ? '' : bigEndian ? 'be' : 'le'}`;
}

/** ITU-T G.711 µ-law to 16-bit linear. */
const mulaw = (byte: number): number => {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
};

/** ITU-T G.711 A-law to 16-bit linear. */
const alaw = (byte: number): number => {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return code & 0x80 ? magnitude : -magnitude;
};

/** Whether this machine stores the low byte first, as WAV does. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

type FillChannel = (out: Float32Array, view: DataView, offset: number, stride: number) => void;

/** Reads one channel of a format. Each format has a loop of its own, for speed: no call per sample. */
const fillChannel = ({ kind, bits, bigEndian }: SampleFormat): FillChannel => {
  const little = !bigEndian;
  if (kind === 'alaw' || kind === 'mulaw') {
    const expand = kind === 'alaw' ? alaw : mulaw;
    const table = Float32Array.from({ length: 256 }, (_, byte) => expand(byte) / 0x8000);
    return (out, view, offset, stride) => {
      for (let i = 0; i < out.length; i++) out[i] = table[view.getUint8(offset + i * stride)]!;
    };
  }
  if (kind === 'float' && bits === 64)
    return (out, view, offset, stride) => {
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat64(offset + i * stride, little);
    };
  if (kind === 'float')
    return (out, view, offset, stride) => {
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(offset + i * stride, little);
    };
  if (kind === 'unsigned')
    return (out, view, offset, stride) => {
      for (let i = 0; i < out.length; i++) out[i] = (view.getUint8(offset + i * stride) - 0x80) / 0x80;
    };
  switch (bits) {
    case 8:
      return (out, view, offset, stride) => {
        for (let i = 0; i < out.length; i++) out[i] = view.getInt8(offset + i * stride) / 0x80;
      };
    case 16:
      return (out, view, offset, stride) => {
        if (little && LITTLE_ENDIAN && (view.byteOffset + offset) % 2 === 0) {
          // By far the most common recording: read as what it is, four times as fast as through the view.
          const step = stride / 2;
          const length = Math.max(0, (out.length - 1) * step + 1);
          const samples = new Int16Array(view.buffer, view.byteOffset + offset, length);
          for (let i = 0, at = 0; i < out.length; i++, at += step) out[i] = samples[at]! * 2 ** -15;
        } else {
          for (let i = 0; i < out.length; i++) out[i] = view.getInt16(offset + i * stride, little) / 0x8000;
        }
      };
    case 24: {
      const [low, high] = little ? [0, 2] : [2, 0];
      return (out, view, offset, stride) => {
        for (let i = 0, at = offset; i < out.length; i++, at += stride)
          out[i] =
            ((view.getInt8(at + high) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at + low)) / 0x800000;
      };
    }
    default:
      return (out, view, offset, stride) => {
        for (let i = 0; i < out.length; i++) out[i] = view.getInt32(offset + i * stride, little) / 0x80000000;
      };
  }
};

/**
 * Decodes interleaved PCM into one array per channel.
 *
 * Integers of n bits are divided by 2^(n-1), as libsndfile and librosa do, so that 16-bit full scale is
 * [-1, 32767/32768]. Bytes after the last whole frame are no samples and are left out.
 *
 * @param bytes `frames × channels × bits / 8` bytes.
 */
export function decodePcm(bytes: Uint8Array, format: SampleFormat, channels: number): Float32Array[] {
  const width = format.bits / 8;
  const stride = width * channels;
  const frames = Math.floor(bytes.length / stride);
  const view = dataView(bytes);
  const fill = fillChannel(format);
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(frames);
    fill(out, view, channel * width, stride);
    return out;
  });
}
