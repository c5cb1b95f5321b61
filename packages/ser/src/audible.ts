import type { Audio } from '@ser/audio';
import { SerError } from '@ser/core';
import type { Enrollable } from '@ser/models/contract';

/** Returns an error with the name of the file that it is about before its message. */
export function aboutFile(file: string, error: unknown): unknown {
  if (!(error instanceof SerError)) return error;
  return new SerError(error.code, `${file}: ${error.message}`, { cause: error, hint: error.hint });
}

/** Audio and how messages call it: a file's path, or its place among others. */
export interface NamedAudio {
  readonly name: string;
  readonly audio: Audio;
}

/**
 * Finds which of some recordings a model cannot make features of.
 *
 * @throws SerError `INVALID_AUDIO` for a recording without any sound, else what its front end has to say, with the
 *   recording's name.
 */
export function requireAudible({ members }: Enrollable, recordings: readonly NamedAudio[]): void {
  for (const { name, audio } of recordings) {
    try {
      for (const { frontEnd } of members) frontEnd.extract(audio);
    } catch (error) {
      if (!(error instanceof SerError && audio.samples.every((sample) => sample === 0))) throw aboutFile(name, error);
      throw new SerError('INVALID_AUDIO', `${name} has no sound: all of its ${audio.samples.length} samples are 0`, {
        hint: 'Was the microphone muted?',
        cause: error,
      });
    }
  }
}
