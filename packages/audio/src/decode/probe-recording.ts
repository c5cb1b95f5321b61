import type { RecordingInfo } from '../audio.js';
import { type AudioSource, openInput } from './input.js';
import { checkOptions, type InputOptions } from './options.js';

/**
 * Returns channels, rate, length and codec of a recording, without decoding it where its headers say them.
 *
 * @throws SerError INVALID_AUDIO or UNSUPPORTED_AUDIO as {@link decodeRecording}.
 *
 * @example
 * await probeRecording(file); // { container: 'flac', codec: 'flac', channels: 1, sampleRate: 16000, frames: 75400, … }
 */
export async function probeRecording(source: AudioSource, options: InputOptions = {}): Promise<RecordingInfo> {
  checkOptions(options);
  return (await openInput(source, options, false)).recording.info;
}
