import { SerError } from '@ser/core';
import type { Audio, Recording } from '../audio.js';
import { type DecodeAudioOptions, decodeAudio } from '../decode/decode-audio.js';
import { type DecodeRecordingOptions, decodeRecording } from '../decode/decode-recording.js';
import { SourceFile } from './source-file.js';

/** Files larger than this are read in blocks only. */
const MAX_FILE_BYTES = 2 ** 31 - 1;

const readAll = (path: string): Promise<Uint8Array> =>
  SourceFile.use(path, async (file) => {
    if (file.size > MAX_FILE_BYTES)
      throw new SerError('UNSUPPORTED_AUDIO', `${path} is too large to decode at once: ${file.size} bytes`, {
        hint: 'Read it in blocks with readBlocks.',
      });
    return file.read(0, file.size);
  });

/**
 * Reads and decodes an audio file to one channel.
 *
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 */
export async function readAudio(path: string, options: DecodeAudioOptions = {}): Promise<Audio> {
  return decodeAudio(await readAll(path), { name: path, ...options });
}

/**
 * Reads and decodes an audio file with all its channels.
 *
 * @throws SerError NOT_FOUND, FILE_ACCESS, INVALID_AUDIO or UNSUPPORTED_AUDIO, naming the path.
 */
export async function readRecording(path: string, options: DecodeRecordingOptions = {}): Promise<Recording> {
  return decodeRecording(await readAll(path), { name: path, ...options });
}
