import { invalidArgument } from '@ser/core';
import type { Audio, Recording } from '../../audio.js';

/** Options of {@link encodeWav}. */
export interface EncodeWavOptions {
  /**
   * `int16` multiplies by 32768 and rounds to the nearest integer, so that a 16-bit recording comes back
   * unchanged; `float32` keeps the samples as they are. Default `int16`.
   */
  readonly format?: 'int16' | 'float32' | undefined;
}

const HEADER = 44;

const writeText = (view: DataView, offset: number, text: string): void => {
  for (let i = 0; i < text.length; i++) view.setUint8(offset + i, text.charCodeAt(i));
};

/**
 * Returns samples as the bytes of a WAV file.
 *
 * @param audio one channel (`samples`) or several (`channels`).
 * @throws SerError INVALID_ARGUMENT if there is no sample, if a sample is not finite, or, for 16 bits, if one is
 *   outside [-1, 1], since clipping changes the sound. Only 1 itself, which 16 bits do not have, becomes 32767.
 *
 * @example
 * await writeFile('tone.wav', encodeWav({ samples, sampleRate: 16000 }));
 */
export function encodeWav(
  audio: Audio | Pick<Recording, 'channels' | 'sampleRate'>,
  options: EncodeWavOptions = {},
): Uint8Array {
  const { format = 'int16' } = options;
  if (format !== 'int16' && format !== 'float32') throw invalidArgument('format', format, '"int16" or "float32"');
  const { sampleRate } = audio;
  if (!Number.isInteger(sampleRate) || sampleRate < 1)
    throw invalidArgument('sampleRate', sampleRate, 'a positive whole number of Hz');
  const channels = 'channels' in audio ? audio.channels : [audio.samples];
  const frames = channels[0]?.length ?? 0;
  if (frames === 0) throw invalidArgument('samples', frames, 'at least one sample');
  if (channels.some((channel) => channel.length !== frames))
    throw invalidArgument(
      'channels',
      channels.map((channel) => channel.length),
      'of equal length',
    );
  const width = format === 'int16' ? 2 : 4;
  const stride = width * channels.length;
  const size = frames * stride;
  if (HEADER + size > 0xffffffff) throw invalidArgument('samples', frames, 'short enough for a WAV file of 4 GiB');
  const bytes = new Uint8Array(HEADER + size);
  const view = new DataView(bytes.buffer);
  writeText(view, 0, 'RIFF');
  view.setUint32(4, HEADER - 8 + size, true);
  writeText(view, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, format === 'int16' ? 1 : 3, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * stride, true);
  view.setUint16(32, stride, true);
  view.setUint16(34, width * 8, true);
  writeText(view, 36, 'data');
  view.setUint32(40, size, true);
  channels.forEach((samples, c) => {
    for (let i = 0, offset = HEADER + c * width; i < frames; i++, offset += stride) {
      const sample = samples[i]!;
      if (!Number.isFinite(sample)) throw invalidArgument(`samples[${i}]`, sample, 'finite');
      if (format === 'float32') view.setFloat32(offset, sample, true);
      else view.setInt16(offset, toInt16(sample, i), true);
    }
  });
  return bytes;
}

function toInt16(sample: number, index: number): number {
  const value = Math.round(sample * 32768);
  if (value >= -32768 && value <= 32767) return value;
  if (value === 32768 && sample <= 1) return 32767;
  throw invalidArgument(
    `samples[${index}]`,
    sample,
    'between -1 and 1',
    "Scale the audio down, or write it with { format: 'float32' }.",
  );
}
