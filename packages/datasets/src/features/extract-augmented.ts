import { invalidArgument, SerError, startProgress } from '@ser/core';
import {
  type AugmentationStep,
  BABBLE_VOICES,
  checkSteps,
  drawSteps,
  type FeatureMatrix,
  type FrontEndConfig,
} from '@ser/dsp';
import { personOf } from '../corpus/collection.js';
import { type Corpus, type Utterance, utterancesOf } from '../corpus/corpus.js';
import { versionRandom } from './augment-version.js';
import { checkFrontEnd, type ExtractOptions, extract } from './extract.js';
import { plan } from './plan.js';

/** How augmented versions of utterances are made. */
export interface VersionRecipe {
  /** Augmented versions of each utterance, 1 to 1000. */
  readonly copies: number;
  /** The steps that change each version, in order. */
  readonly steps: readonly AugmentationStep[];
  /** Seed of all random numbers, an integer. */
  readonly seed: number;
}

/**
 * Returns the features of augmented versions of the utterances of a corpus, by id, each in the order of their numbers.
 * They are extracted, cached and shared as those of {@link extractFeatures}.
 *
 * Everything drawn at random follows from the seed, the id of the utterance and the number of the version alone, so that
 * more versions, other ids, another order or more threads leave a version as it is. Babble is mixed from other clips of
 * the same speaker in the corpus, so that nothing crosses a split that keeps speakers apart; without speakers all clips
 * count as one speaker's.
 *
 * @throws SerError those of {@link extractFeatures}; `INVALID_ARGUMENT` for copies, steps or a seed out of range;
 *   `INVALID_CORPUS` if babble is asked for and a speaker has one clip only.
 * @example
 * const versions = await extractAugmented(corpus, DEFAULT_FRONT_END, {
 *   copies: 3,
 *   steps: [{ kind: 'speed', factor: [0.9, 1.1] }],
 *   seed: 1,
 * });
 * versions.get('emodb/03a01Fa').length; // 3
 */
export async function extractAugmented(
  corpus: Corpus,
  frontEnd: FrontEndConfig,
  { copies, steps, seed }: VersionRecipe,
  options: ExtractOptions = {},
): Promise<Map<string, FeatureMatrix[]>> {
  checkFrontEnd(frontEnd);
  if (!(Number.isSafeInteger(copies) && copies >= 1 && copies <= 1000))
    throw invalidArgument('copies', copies, 'an integer from 1 to 1000');
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');
  checkSteps(steps);
  const utterances = utterancesOf(corpus, options.ids);
  const choose = voiceChooser(corpus, steps, seed);
  const planned = utterances.flatMap((utterance) =>
    Array.from({ length: copies }, (_, version) => plan(utterance, version, choose(utterance, version))),
  );
  const progress = startProgress('augmented features', planned.length, options.onProgress);
  const extraction = { frontEnd, augmentation: { steps, seed }, encoder: options.encoder };
  const found = await extract(corpus, planned, extraction, options, progress);
  const augmented = new Map<string, FeatureMatrix[]>();
  for (const [index, { id }] of utterances.entries()) {
    const versions = found.slice(index * copies, (index + 1) * copies).filter((matrix) => matrix !== undefined);
    if (versions.length === copies) augmented.set(id, versions);
  }
  return augmented;
}

type VoiceChooser = (utterance: Utterance, version: number) => readonly Utterance[];

const isBabble = (step: AugmentationStep): boolean => step.kind === 'noise' && step.color === 'babble';

/** Chooses what babble behind a version is mixed from, if it has any: other clips of the same speaker. */
function voiceChooser(corpus: Corpus, steps: readonly AugmentationStep[], seed: number): VoiceChooser {
  if (!steps.some(isBabble)) return () => [];
  const bySpeaker = new Map<string, Utterance[]>();
  for (const utterance of corpus.utterances) {
    const clips = bySpeaker.get(personOf(utterance));
    if (clips) clips.push(utterance);
    else bySpeaker.set(personOf(utterance), [utterance]);
  }
  return (utterance, version) => {
    const others = bySpeaker.get(personOf(utterance))!.filter(({ id }) => id !== utterance.id);
    if (others.length === 0)
      throw new SerError(
        'INVALID_CORPUS',
        `utterance ${utterance.id}: babble is mixed from other clips of the same speaker, and ${utterance.speaker} has none`,
        { hint: 'Leave babble out of the steps, or name other noise.' },
      );
    const random = versionRandom({ seed, id: utterance.id, version });
    // Voices that are not heard need not be decoded.
    if (!drawSteps(steps, random).some(({ step }) => isBabble(step))) return [];
    return random.fork('voices').shuffle(others).slice(0, BABBLE_VOICES);
  };
}
