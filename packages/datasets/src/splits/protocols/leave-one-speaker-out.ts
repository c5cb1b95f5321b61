import { type Corpus, speakersOf } from '../../corpus/corpus.js';
import { foldWhere, type Protocol } from './protocol.js';

/** Each speaker is tested once by a model trained on all the others. */
export const leaveOneSpeakerOut: Protocol = {
  name: 'loso',
  description: 'leave one speaker out: as many folds as speakers',
  speakerIndependent: true,
  seeded: false,
  unfit: ({ utterances }: Corpus) =>
    speakersOf(utterances).length < 2 ? 'it has one speaker, two or more are needed' : undefined,
  folds: ({ utterances }) =>
    speakersOf(utterances).map((speaker) =>
      foldWhere(`speaker ${speaker}`, utterances, (utterance) => utterance.speaker === speaker),
    ),
};
