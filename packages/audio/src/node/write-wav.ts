import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { Audio, Recording } from '../audio.js';
import { type EncodeWavOptions, encodeWav } from '../formats/pcm/encode-wav.js';
import { fileError } from './file-errors.js';

/**
 * Writes a WAV file. It appears under its name only when it is complete.
 *
 * @throws SerError INVALID_ARGUMENT as {@link encodeWav}; NOT_FOUND if the folder is missing; FILE_ACCESS.
 */
export async function writeWav(
  path: string,
  audio: Audio | Pick<Recording, 'channels' | 'sampleRate'>,
  options: EncodeWavOptions = {},
): Promise<void> {
  const bytes = encodeWav(audio, options);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(path, error);
  }
}
