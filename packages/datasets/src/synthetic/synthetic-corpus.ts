import type { Audio } from '@ser/audio';
import { EMOTIONS, invalidArgument, isKnownEmotion, type KnownEmotion, Random } from '@ser/core';
import { byCodeUnits, type Corpus, emotionsOf, type Utterance } from '../corpus/corpus.js';
import { SENTENCES } from './phones.js';
import { planUtterance } from './plan-utterance.js';
import { synthesize } from './synthesize.js';
import { type VirtualSpeaker, virtualSpeaker } from './virtual-speaker.js';

/** Options of {@link syntheticCorpus}. */
export interface SyntheticCorpusOptions {
  /** Number of virtual speakers, 2 to 100; women and men alternate. 8 by default. */
  readonly speakers?: number | undefined;
  /** Two or more emotions; angry, happy, neutral and sad by default. */
  readonly emotions?: readonly KnownEmotion[] | undefined;
  /** Number of utterances of each speaker in each emotion, 1 to 1000; 10 by default. */
  readonly utterancesPerEmotion?: number | undefined;
  /** Hz, 8000 to 48 000; 16 000 by default. */
  readonly sampleRate?: number | undefined;
  /** Another seed gives other voices and other utterances; 0 by default. */
  readonly seed?: number | undefined;
}

const wholeNumber = (name: string, value: number, low: number, high: number): number => {
  if (!Number.isSafeInteger(value) || value < low || value > high)
    throw invalidArgument(name, value, `an integer from ${low} to ${high}`);
  return value;
};

const checkEmotions = (emotions: readonly KnownEmotion[]): readonly KnownEmotion[] => {
  if (
    !Array.isArray(emotions) ||
    emotions.length < 2 ||
    new Set(emotions).size < emotions.length ||
    !emotions.every(isKnownEmotion)
  )
    throw invalidArgument('emotions', emotions, `two or more different ones of ${EMOTIONS.join(', ')}`);
  return emotions;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

interface Script {
  readonly utterance: Utterance;
  readonly emotion: KnownEmotion;
  readonly speaker: VirtualSpeaker;
  readonly sentence: string;
}

/**
 * Returns a corpus of synthetic speech: virtual speakers say sentences of a language that does not exist, with emotions played
 * by pitch, range, melody, speed, loudness, spectral tilt, breath, roughness and pauses.
 *
 * It needs no files and no network, so that demonstrations and tests run anywhere. **It is not a benchmark**: figures
 * measured on it show that a program works, and say nothing about people. Utterances last 1 to 2.5 s and are made when they
 * are read; the same options give the same samples.
 *
 * @throws SerError `INVALID_ARGUMENT` for options outside their ranges.
 *
 * @example
 * const corpus = syntheticCorpus({ utterancesPerEmotion: 5, seed: 1 });
 * corpus.utterances.length; // 8 speakers * 4 emotions * 5 = 160
 * const { samples, sampleRate } = await corpus.read(corpus.utterances[0]);
 */
export function syntheticCorpus(options: SyntheticCorpusOptions = {}): Corpus {
  const count = wholeNumber('speakers', options.speakers ?? 8, 2, 100);
  const emotions = checkEmotions(options.emotions ?? ['angry', 'happy', 'neutral', 'sad']);
  const perEmotion = wholeNumber('utterancesPerEmotion', options.utterancesPerEmotion ?? 10, 1, 1000);
  const sampleRate = wholeNumber('sampleRate', options.sampleRate ?? 16_000, 8000, 48_000);
  const seed = options.seed ?? 0;
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');

  const random = new Random(seed);
  const speakers = Array.from({ length: count }, (_, index) => virtualSpeaker(random, index, count));
  const scripts = new Map<string, Script>();
  for (const speaker of speakers)
    for (const emotion of emotions)
      for (let i = 0; i < perEmotion; i++) {
        const number = i % SENTENCES.length;
        const repetition = 1 + Math.floor(i / SENTENCES.length);
        const sentence = SENTENCES[number] ?? '';
        const name = `${speaker.name}-${emotion}-${twoDigits(number + 1)}-${repetition}`;
        const utterance: Utterance = {
          id: `synthetic/${name}`,
          path: `${speaker.name}/${name}.wav`,
          corpus: 'synthetic',
          speaker: speaker.name,
          gender: speaker.gender,
          emotion,
          label: emotion,
          language: 'zxx',
          sentence: twoDigits(number + 1),
          text: sentence,
          repetition,
        };
        scripts.set(utterance.id, { utterance, emotion, speaker, sentence });
      }
  const utterances = [...scripts.values()].map(({ utterance }) => utterance).sort((a, b) => byCodeUnits(a.id, b.id));
  return {
    name: 'synthetic',
    title: 'Synthetic speech, made for demonstrations and tests: no benchmark',
    language: 'zxx',
    license: 'MIT, as the program that makes it',
    source: '@ser/datasets, syntheticCorpus',
    benchmark: false,
    utterances,
    emotions: emotionsOf(utterances),
    duplicates: [],
    skipped: [],
    read: async ({ id }): Promise<Audio> => {
      const script = scripts.get(id);
      if (!script) throw invalidArgument('utterance', id, 'an utterance of this synthetic corpus');
      const own = random.fork(id);
      const plan = planUtterance(script.speaker, script.sentence, script.emotion, own.fork('plan'));
      return synthesize(plan, script.speaker, sampleRate, own.fork('sound'));
    },
  };
}
