import type { RecordingInfo } from '../audio.js';
import { recordingInfo } from '../decode/probe.js';
import { SourceFile } from './source-file.js';

/**
 * Tells channels, rate, length and codec of an audio file from its headers, without decoding it.
 *
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 */
export async function probeAudio(path: string): Promise<RecordingInfo> {
  return SourceFile.use(path, (file) => file.parse(recordingInfo(path, file.size)));
}
