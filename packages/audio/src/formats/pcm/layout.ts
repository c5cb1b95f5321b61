import type { Recording, RecordingInfo } from '../../audio.js';
import { codecName, decodePcm, type SampleFormat } from './samples.js';

/** Where the samples of an uncompressed recording lie, and how they are stored. */
export interface PcmLayout {
  container: 'wav' | 'aiff';
  format: SampleFormat;
  channels: number;
  sampleRate: number;
  /** Samples per channel. */
  frames: number;
  /** Position of the first sample's first byte. */
  dataOffset: number;
}

/** Bytes per frame (one sample of each channel). */
export function frameBytes({ format, channels }: PcmLayout): number {
  return (format.bits / 8) * channels;
}

/** What the layout says about the recording. */
export function pcmInfo(layout: PcmLayout): RecordingInfo {
  const { container, format, channels, sampleRate, frames } = layout;
  const bitDepth = format.bits;
  return { container, codec: codecName(format), channels, sampleRate, frames, duration: frames / sampleRate, bitDepth };
}

/** Decodes the samples that `layout` found in `bytes`. */
export function decodePcmRecording(bytes: Uint8Array, layout: PcmLayout): Recording {
  const { dataOffset, frames, format, channels, sampleRate, container } = layout;
  const data = bytes.subarray(dataOffset, dataOffset + frames * frameBytes(layout));
  return {
    channels: decodePcm(data, format, channels),
    sampleRate,
    codec: codecName(format),
    container,
    bitDepth: format.bits,
  };
}
