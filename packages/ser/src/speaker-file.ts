import { SerError } from '@ser/core';
import type { SpeakerProfile } from '@ser/models';
import { readJsonFile } from './json-file.js';

/** What `ser enroll` keeps of a speaker. */
export interface EnrolledSpeaker {
  readonly name: string;
  readonly profile: SpeakerProfile;
}

/** The text of the file that `ser predict --speaker` reads. */
export const speakerFile = (speaker: EnrolledSpeaker): string => `${JSON.stringify(speaker, undefined, 2)}\n`;

/** Reads what `ser enroll` wrote; the profile itself is checked where it is used. */
export async function readSpeaker(file: string): Promise<EnrolledSpeaker> {
  const value = await readJsonFile('--speaker', file);
  if (typeof value === 'object' && value !== null && 'profile' in value && 'name' in value)
    return value as EnrolledSpeaker;
  throw new SerError('INVALID_ARGUMENT', `--speaker ${file} does not describe a speaker`, {
    hint: 'Make it with `ser enroll`.',
  });
}
