import type { Protocol } from './protocol.js';

const TRAIN: ReadonlySet<string> = new Set(['train', 'training']);
const TEST: ReadonlySet<string> = new Set(['test', 'testing']);

/**
 * The one fold that the corpus itself prescribes: trains on what it calls `train`, tests on `test`. Utterances of other
 * parts, such as a validation part, are in neither.
 */
export const given: Protocol = {
  name: 'given',
  description: 'the training and test part that the corpus itself prescribes',
  speakerIndependent: 'measured',
  seeded: false,
  unfit: ({ utterances }) => {
    const has = (part: ReadonlySet<string>): boolean => utterances.some(({ split }) => part.has(split ?? ''));
    return has(TRAIN) && has(TEST) ? undefined : 'its utterances are not marked as train and test';
  },
  folds: ({ utterances }) => {
    const part = (names: ReadonlySet<string>): string[] =>
      utterances.filter(({ split }) => names.has(split ?? '')).map(({ id }) => id);
    return [{ name: 'given', train: part(TRAIN), test: part(TEST) }];
  },
};
