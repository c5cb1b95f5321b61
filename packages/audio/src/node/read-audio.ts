import type { DecodedAudio, Recording, RecordingInfo } from '../audio.js';
import { collectAudio } from '../decode/decode-audio.js';
import { collectRecording } from '../decode/decode-recording.js';
import {
  checkOptions,
  type DecodeAudioOptions,
  type DecodeRecordingOptions,
  type InputOptions,
} from '../decode/options.js';
import { withFile } from './source-file.js';

/**
 * Reads and decodes an audio file to one channel. `/dev/stdin` is collected up to `maxBytes`.
 *
 * @param options as those of `decodeAudio`; `name` is the path by default.
 * @returns the samples, their rate, and `notes` about what was mended or left out.
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 *
 * @example
 * const { samples, notes } = await readAudio('interview.flac', { sampleRate: 16000 });
 */
export async function readAudio(path: string, options: DecodeAudioOptions = {}): Promise<DecodedAudio> {
  checkOptions(options);
  return withFile(path, options, (opened) => collectAudio(opened, options));
}

/**
 * Reads and decodes an audio file with all its channels.
 *
 * @param options as those of `decodeRecording`; `name` is the path by default.
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 *
 * @example
 * const { channels, codec } = await readRecording('interview.flac'); // channels.length 2, codec 'flac'
 */
export async function readRecording(path: string, options: DecodeRecordingOptions = {}): Promise<Recording> {
  checkOptions(options);
  return withFile(path, options, (opened) => collectRecording(opened, options));
}

/**
 * Returns channels, rate, length and codec of an audio file, without decoding it where its headers say them.
 *
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 *
 * @example
 * await probeAudio('clip.wav'); // { container: 'wav', codec: 'pcm_s16le', channels: 1, sampleRate: 16000, … }
 */
export async function probeAudio(path: string, options: InputOptions = {}): Promise<RecordingInfo> {
  return withFile(path, options, async ({ recording }) => recording.info, false);
}
