import { AFFECT, type Emotion, invalidArgument, isKnownEmotion } from '@ser/core';
import { type Corpus, emotionsOf, type Utterance } from '../corpus/corpus.js';

/** Name of a reduction of the shared vocabulary to fewer classes. */
export type ReductionName = '4-class' | '6-class' | 'arousal';

/** A rule that gives emotions coarser classes. */
export interface Reduction {
  readonly name: ReductionName;
  readonly description: string;
  /** In the order of models, tables and plots. */
  readonly classes: readonly string[];
  /** The class of an emotion; `undefined` for one that is left out. */
  classOf(emotion: Emotion): string | undefined;
}

const FOUR: readonly Emotion[] = ['angry', 'happy', 'neutral', 'sad'];
const SIX: readonly Emotion[] = ['angry', 'disgusted', 'fearful', 'happy', 'neutral', 'sad'];

/** Excitement counts as happiness, as is usual since IEMOCAP; all other emotions keep their names or are left out. */
const keep =
  (emotions: readonly Emotion[]) =>
  (emotion: Emotion): Emotion | undefined => {
    const merged = emotion === 'excited' ? 'happy' : emotion;
    return emotions.includes(merged) ? merged : undefined;
  };

/**
 * Least arousal that counts as high. At this value the classes are those that B. Schuller et al. (Acoustic emotion
 * recognition: a benchmark comparison of performances, ASRU 2009) give to anger, fear, joy and surprise (high) and to
 * boredom, disgust, neutral and sadness (low).
 */
const HIGH_AROUSAL = 0.4;

/** The reductions, by name. */
export const REDUCTIONS: Readonly<Record<ReductionName, Reduction>> = {
  '4-class': {
    name: '4-class',
    description: 'angry, happy with excited, neutral, sad; others left out',
    classes: FOUR,
    classOf: keep(FOUR),
  },
  '6-class': {
    name: '6-class',
    description: 'angry, disgusted, fearful, happy with excited, neutral, sad; others left out',
    classes: SIX,
    classOf: keep(SIX),
  },
  arousal: {
    name: 'arousal',
    description: `low or high arousal, high from ${HIGH_AROUSAL} in the table AFFECT; others left out`,
    classes: ['low', 'high'],
    classOf: (emotion) =>
      isKnownEmotion(emotion) ? (AFFECT[emotion].arousal >= HIGH_AROUSAL ? 'high' : 'low') : undefined,
  },
};

/** A corpus with coarser classes. */
export interface ReducedCorpus extends Corpus {
  readonly reduction: ReductionName;
  /** In the order of models, tables and plots; also those that do not occur. */
  readonly classes: readonly string[];
  /** The class of an utterance of this corpus, one of `classes`. */
  classOf(utterance: Utterance): string;
}

/**
 * Returns the part of a corpus that a reduction keeps, with its classes.
 *
 * If classes are emotions (`4-class`, `6-class`), `emotion` of the utterances is the class; the word of the corpus stays
 * in `label`. Utterances that are left out are listed in `skipped`.
 *
 * @param name `4-class`, `6-class` or `arousal`.
 * @throws SerError `INVALID_ARGUMENT` for an unknown name, or if nothing is left.
 *
 * @example
 * const corpus = reduceCorpus(await loadCorpus('jl', 'data/jl'), '4-class');
 * corpus.emotions; // ['angry', 'happy', 'neutral', 'sad']
 */
export function reduceCorpus(corpus: Corpus, name: ReductionName): ReducedCorpus {
  const reduction = Object.hasOwn(REDUCTIONS, name) ? REDUCTIONS[name] : undefined;
  if (!reduction) throw invalidArgument('reduction', name, `one of ${Object.keys(REDUCTIONS).join(', ')}`);
  const classOf = new Map<string, string>();
  const utterances: Utterance[] = [];
  const left: Utterance[] = [];
  for (const utterance of corpus.utterances) {
    const found = reduction.classOf(utterance.emotion);
    if (found === undefined) {
      left.push(utterance);
      continue;
    }
    classOf.set(utterance.id, found);
    utterances.push(isKnownEmotion(found) ? { ...utterance, emotion: found } : utterance);
  }
  if (utterances.length === 0)
    throw invalidArgument('corpus', corpus.name, `one with emotions of ${reduction.classes.join(', ')}`);
  return {
    ...corpus,
    utterances,
    emotions: emotionsOf(utterances),
    skipped: [
      ...corpus.skipped,
      ...left.map(({ path, emotion }) => ({ path, reason: `emotion ${emotion} is not part of ${name}` })),
    ],
    reduction: name,
    classes: reduction.classes,
    classOf: ({ id }) => {
      const found = classOf.get(id);
      if (found === undefined) throw invalidArgument('utterance', id, `an utterance of ${corpus.name}, ${name}`);
      return found;
    },
  };
}
