import { speakersOf } from '../../corpus/corpus.js';
import { foldWhere, type Protocol } from './protocol.js';

/** Test actors of the six folds. */
const TEST_ACTORS: readonly (readonly string[])[] = [
  ['01', '11', '20', '21'],
  ['04', '10', '12', '14'],
  ['08', '09', '19', '23'],
  ['03', '05', '07', '24'],
  ['02', '15', '16', '18'],
  ['06', '13', '17', '22'],
];

/**
 * The six speaker-independent folds of RAVDESS in the EmoBox benchmark.
 *
 * Source: Z. Ma et al., EmoBox: multilingual multi-corpus speech emotion recognition toolkit and benchmark,
 * Interspeech 2024.
 */
export const emobox: Protocol = {
  name: 'emobox-6',
  description: 'the six speaker-independent folds of RAVDESS in the EmoBox benchmark',
  speakerIndependent: true,
  seeded: false,
  unfit: ({ name, utterances }) => {
    if (name !== 'ravdess') return 'it is defined for ravdess alone';
    const present = new Set(speakersOf(utterances));
    const missing = TEST_ACTORS.flat()
      .filter((actor) => !present.has(actor))
      .sort();
    return missing.length > 0 ? `it needs all 24 actors, and ${missing.join(', ')} are missing` : undefined;
  },
  folds: ({ utterances }) =>
    TEST_ACTORS.map((actors, index) =>
      foldWhere(`fold ${index + 1}: actors ${actors.join(', ')}`, utterances, ({ speaker }) =>
        actors.includes(speaker),
      ),
    ),
};
