import { invalidArgument } from '@ser/core';
import { speakersOf } from '../../corpus/corpus.js';
import { foldWhere, type Protocol } from './protocol.js';

/**
 * One fold that tests the given speakers and trains on all others.
 *
 * @param speakers one or more different speakers.
 * @throws SerError `INVALID_ARGUMENT` if there is none, or one twice.
 */
export function fixedSpeakers(speakers: readonly string[]): Protocol {
  const names = speakers.map((speaker) => speaker.trim());
  if (names.length === 0 || names.includes('') || new Set(names).size < names.length)
    throw invalidArgument('speakers', speakers, 'one or more different speakers');
  const tested = new Set(names);
  return {
    name: `test-speakers:${names.join(',')}`,
    description: `train on all speakers but ${names.join(', ')}, who are tested`,
    speakerIndependent: true,
    seeded: false,
    unfit: ({ utterances }) => {
      const present = speakersOf(utterances);
      const missing = names.filter((name) => !present.includes(name));
      if (missing.length > 0) return `it has no speaker ${missing.join(', ')}`;
      return present.length === tested.size ? 'no speaker is left to train on' : undefined;
    },
    folds: ({ utterances }) => [
      foldWhere(`speakers ${names.join(', ')}`, utterances, ({ speaker }) => tested.has(speaker)),
    ],
  };
}
