import type { RecordingInfo } from '../../audio.js';
import { type ByteSource, dataView } from '../../bytes/byte-source.js';
import { type Block, ForeignAudio, type OpenRecording, type Report } from '../format.js';
import { codecName, decodePcm, type SampleFormat } from './samples.js';

/** Where the samples of an uncompressed recording lie, and how they are stored. */
export interface PcmLayout {
  readonly container: 'wav' | 'aiff' | 'au' | 'caf' | 'w64';
  readonly format: SampleFormat;
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples per channel. */
  readonly frames: number;
  /** Position of the first sample's first byte. */
  readonly dataOffset: number;
}

/** Bytes that are decoded at once. */
const PIECE = 2 ** 18;

async function* pcmBlocks(source: ByteSource, layout: PcmLayout): AsyncGenerator<Block, void, undefined> {
  const { format, channels, frames, dataOffset } = layout;
  const stride = (format.bits / 8) * channels;
  const step = Math.max(1, Math.floor(PIECE / stride));
  for (let frame = 0; frame < frames; frame += step) {
    const length = stride * Math.min(step, frames - frame);
    yield decodePcm(await source.read(dataOffset + frame * stride, length), format, channels);
  }
}

/** Opens the samples that `layout` found. */
export function openPcm(source: ByteSource, layout: PcmLayout): OpenRecording {
  const { container, format, channels, sampleRate, frames } = layout;
  const info: RecordingInfo = {
    container,
    codec: codecName(format),
    channels,
    sampleRate,
    frames,
    duration: frames / sampleRate,
    bitDepth: format.bits,
  };
  return { info, exact: true, blocks: () => pcmBlocks(source, layout) };
}

/** An 80-bit extended float, which AIFF uses for the sample rate. */
export function extendedFloat(bytes: Uint8Array, offset: number): number {
  const view = dataView(bytes);
  const exponent = (view.getUint16(offset) & 0x7fff) - 16383 - 63;
  const mantissa = view.getUint32(offset + 2) * 2 ** 32 + view.getUint32(offset + 6);
  return (view.getUint8(offset) & 0x80 ? -1 : 1) * mantissa * 2 ** exponent;
}

/** Integer PCM of `bits` in whole bytes; `unsigned` says how 8 bits are stored. */
export function integerFormat(bits: number, bigEndian: boolean, unsigned8: boolean): SampleFormat | undefined {
  const width = Math.ceil(bits / 8) * 8;
  if (width < 8 || width > 32) return undefined;
  return { kind: width === 8 && unsigned8 ? 'unsigned' : 'int', bits: width, bigEndian };
}

/** Refuses a codec inside a container that is otherwise read here. */
export function foreignCodec(codec: string, container: string): ForeignAudio {
  return new ForeignAudio(`${codec} in ${container}`);
}

/** Returns how many of the announced bytes of samples are in the file; refuses or notes a file whose end is missing. */
export function availableBytes(source: ByteSource, report: Report, start: number, announced: number): number {
  const present = Math.max(0, source.size - start);
  if (announced <= present) return announced;
  report.truncated(`its header announces ${announced} bytes of samples, the file holds ${present}`);
  return present;
}
