import { SerError } from '@ser/core';
import type { SpeakerProfile } from '@ser/models';
import { readJsonFile } from './read-file.js';

/** The file that `ser enroll` writes. */
export interface EnrolledSpeaker {
  readonly name: string;
  readonly profile: SpeakerProfile;
}

/** The text of the file that `ser predict --speaker` reads. */
export const speakerFile = (speaker: EnrolledSpeaker): string => `${JSON.stringify(speaker, undefined, 2)}\n`;

/**
 * Reads what `ser enroll` wrote; the statistics in it are checked where they are used.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, or `INVALID_ARGUMENT` if it is no such file.
 */
export async function readSpeaker(file: string): Promise<EnrolledSpeaker> {
  const value = await readJsonFile('--speaker', file);
  if (hasFields(value, { name: 'string', profile: 'object' }) && isProfile(value.profile))
    return value as unknown as EnrolledSpeaker;
  throw new SerError('INVALID_ARGUMENT', `--speaker ${file} does not describe a speaker, or is damaged`, {
    hint: 'It should be a file that `ser enroll` wrote, with the name and the profile of a speaker. Make it again.',
  });
}

const isProfile = (value: unknown): boolean =>
  hasFields(value, { format: 'number', clips: 'number', adaptations: 'object' }) &&
  Array.isArray(value.adaptations) &&
  value.adaptations.every((one) => hasFields(one, { frontEnd: 'string', normalization: 'object' }));

/** Returns true for an object with some fields of these types. */
const hasFields = <K extends string>(
  value: unknown,
  fields: Readonly<Record<K, 'string' | 'number' | 'object'>>,
): value is Record<K, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(fields).every(([name, type]) => {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    return typeof field === type && field !== null;
  });
