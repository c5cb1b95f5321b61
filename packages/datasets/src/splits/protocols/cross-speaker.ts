import { speakersOf } from '../../corpus/corpus.js';
import { foldWhere, type Protocol } from './protocol.js';

/** For corpora of two speakers: train on one and test on the other, and the reverse. */
export const crossSpeaker: Protocol = {
  name: 'cross-speaker',
  description: 'train on one of two speakers, test on the other, and the reverse',
  speakerIndependent: true,
  seeded: false,
  unfit: ({ utterances }) => {
    const { length } = speakersOf(utterances);
    return length === 2 ? undefined : `it is for two speakers, and the corpus has ${length}`;
  },
  folds: ({ utterances }) => {
    const [first = '', second = ''] = speakersOf(utterances);
    return [
      foldWhere(`${first} to ${second}`, utterances, ({ speaker }) => speaker === second),
      foldWhere(`${second} to ${first}`, utterances, ({ speaker }) => speaker === first),
    ];
  },
};
