import type { Audio } from '../audio.js';
import { type DecodeRecordingOptions, decodeRecording } from './decode-recording.js';
import { type MonoMix, toMono } from './mono.js';
import { resampleAudio } from './resample-audio.js';

/** Options of {@link decodeAudio}. */
export interface DecodeAudioOptions extends DecodeRecordingOptions {
  /** How several channels become one; `mean`, their average, by default. */
  mono?: MonoMix;
  /** The rate in Hz to resample to; the recording's own rate by default. */
  sampleRate?: number;
}

/**
 * Decodes a recording to one channel.
 *
 * @throws SerError as {@link decodeRecording}, and INVALID_ARGUMENT for a channel that is not there or a rate that is
 *   not positive.
 */
export async function decodeAudio(bytes: Uint8Array, options: DecodeAudioOptions = {}): Promise<Audio> {
  const { mono = 'mean', sampleRate, ...rest } = options;
  const audio = toMono(await decodeRecording(bytes, rest), mono);
  return sampleRate === undefined ? audio : resampleAudio(audio, sampleRate);
}
