import type { Audio } from '@ser/audio';
import { runInTurns, SerError } from '@ser/core';
import type { Enrollable } from '@ser/models/contract';

/** Returns an error with the name of the file that it is about before its message. */
export function aboutFile(file: string, error: unknown): unknown {
  if (!(error instanceof SerError)) return error;
  return new SerError(error.code, `${file}: ${error.message}`, { cause: error, hint: error.hint });
}

/** Audio with its name in messages: the path of a file, or its position among others. */
export interface NamedAudio {
  readonly name: string;
  readonly audio: Audio;
}

/**
 * Finds which of some recordings a model cannot make features of.
 *
 * @throws SerError `INVALID_AUDIO` for a recording without any sound, else the error of the front end, with the name of the
 *   recording.
 */
export async function requireAudible({ members }: Enrollable, recordings: readonly NamedAudio[]): Promise<void> {
  for (const { name, audio } of recordings) {
    try {
      for (const { frontEnd } of members) await runInTurns(frontEnd.extractSteps(audio));
    } catch (error) {
      if (!(error instanceof SerError && audio.samples.every((sample) => sample === 0))) throw aboutFile(name, error);
      throw new SerError('INVALID_AUDIO', `${name} has no sound: all of its ${audio.samples.length} samples are 0`, {
        hint: 'Was the microphone muted?',
        cause: error,
      });
    }
  }
}
