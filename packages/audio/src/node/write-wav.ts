import { basename, dirname } from 'node:path';
import { writeFiles } from '@ser/core/node';
import type { Audio, Recording } from '../audio.js';
import { type EncodeWavOptions, encodeWav } from '../formats/pcm/encode-wav.js';

/**
 * Writes a WAV file, which appears under its name only when it is complete. A missing folder is made.
 *
 * @throws SerError INVALID_ARGUMENT as {@link encodeWav}; FILE_ACCESS if it cannot be written.
 *
 * @example
 * await writeWav('out/tone.wav', { samples, sampleRate: 16000 });
 */
export async function writeWav(
  path: string,
  audio: Audio | Pick<Recording, 'channels' | 'sampleRate'>,
  options: EncodeWavOptions = {},
): Promise<void> {
  await writeFiles(dirname(path), { [basename(path)]: encodeWav(audio, options) });
}
