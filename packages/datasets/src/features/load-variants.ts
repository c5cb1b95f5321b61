import { setImmediate } from 'node:timers/promises';
import type { Audio } from '@ser/audio';
import { invalidArgument, type Progress, SerError, startProgress } from '@ser/core';
import {
  type AugmentationStep,
  BABBLE_VOICES,
  checkSteps,
  createFrontEnd,
  type FeatureMatrix,
  type FrontEndConfig,
} from '@ser/dsp';
import { personOf } from '../corpus/collection.js';
import { type Corpus, type Utterance, utterancesOf } from '../corpus/corpus.js';
import { augmentCopy, copyRandom } from './augment-copy.js';
import { inSharedMemory, withId } from './extract-cuts.js';
import { extractThroughCache } from './extract-through-cache.js';
import type { Extraction } from './extraction.js';
import { cutOf, cutsByFile, voiceOf } from './file-cuts.js';
import { checkLoading, type LoadFeaturesOptions } from './load-features.js';

/** Options of {@link loadVariants}. */
export interface LoadVariantsOptions extends LoadFeaturesOptions {
  /** Augmented copies of each utterance, 1 to 1000. */
  readonly copies: number;
  /** What is done to each copy, in order. */
  readonly steps: readonly AugmentationStep[];
  /** An integer. */
  readonly seed: number;
}

/**
 * Features of augmented copies of the utterances of a corpus, by id, for `variants` of `crossValidate` and `trainModel`.
 * They are cached, extracted by all cores and kept in shared memory as those of {@link loadFeatures}.
 *
 * Everything drawn at random follows from the seed, the id of the utterance and the number of the copy alone, so that
 * more copies, other ids, another order or more threads leave a copy as it is. Babble is mixed from other clips of the
 * same speaker in the corpus, so that nothing crosses a split that keeps speakers apart; without speakers all clips
 * count as one speaker's.
 *
 * @throws SerError those of {@link loadFeatures}; `INVALID_ARGUMENT` for copies, steps or a seed out of range;
 *   `INVALID_CORPUS` if babble is asked for and a speaker has one clip only.
 * @example
 * const variants = await loadVariants(corpus, DEFAULT_FRONT_END, {
 *   copies: 3, steps: [{ kind: 'speed', factor: [0.9, 1.1] }], seed: 1, cache: '.ser-cache' });
 */
export async function loadVariants(
  corpus: Corpus,
  frontEnd: FrontEndConfig,
  options: LoadVariantsOptions,
): Promise<Map<string, FeatureMatrix[]>> {
  const { copies, steps, seed, onProgress } = options;
  checkLoading(frontEnd, options);
  if (!(Number.isSafeInteger(copies) && copies >= 1 && copies <= 1000))
    throw invalidArgument('copies', copies, 'an integer from 1 to 1000');
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');
  checkSteps(steps);
  const utterances = utterancesOf(corpus, options.ids);
  const progress = startProgress('augmented features', copies * utterances.length, onProgress);
  const choose = voiceChooser(corpus, steps, seed);
  const extraction: Extraction = { frontEnd, augmentation: { steps, seed } };
  if (!corpus.locate) return fromMemory(corpus, utterances, extraction, choose, progress, options);
  const planned = utterances.flatMap((utterance) =>
    Array.from({ length: copies }, (_, copy) => {
      const voices = choose(utterance, copy).map((other) => voiceOf(corpus, other));
      return { utterance, cut: { ...cutOf(utterance), copy, ...(voices.length > 0 ? { voices } : {}) } };
    }),
  );
  const files = cutsByFile(corpus, planned);
  const features = await extractThroughCache(files, extraction, { ...options, name: corpus.name, progress });
  const variants = new Map<string, FeatureMatrix[]>(utterances.map(({ id }) => [id, []]));
  for (const { cut } of planned) variants.get(cut.id)![cut.copy] = features.get(cut)!;
  return variants;
}

type VoiceChooser = (utterance: Utterance, copy: number) => readonly Utterance[];

/** Chooses what babble behind a copy is mixed from: other clips of the same speaker. */
function voiceChooser(corpus: Corpus, steps: readonly AugmentationStep[], seed: number): VoiceChooser {
  if (!steps.some((step) => step.kind === 'noise' && step.color === 'babble')) return () => [];
  const bySpeaker = new Map<string, Utterance[]>();
  for (const utterance of corpus.utterances) {
    const own = bySpeaker.get(personOf(utterance));
    if (own) own.push(utterance);
    else bySpeaker.set(personOf(utterance), [utterance]);
  }
  return (utterance, copy) => {
    const others = bySpeaker.get(personOf(utterance))!.filter(({ id }) => id !== utterance.id);
    if (others.length === 0)
      throw new SerError(
        'INVALID_CORPUS',
        `utterance ${utterance.id}: babble is mixed from other clips of the same speaker, and ${utterance.speaker} has none`,
        { hint: 'Leave babble out of the steps, or name other noise.' },
      );
    return copyRandom({ seed, id: utterance.id, copy }).fork('voices').shuffle(others).slice(0, BABBLE_VOICES);
  };
}

async function fromMemory(
  corpus: Corpus,
  utterances: readonly Utterance[],
  { frontEnd: config, augmentation }: Extraction,
  choose: VoiceChooser,
  progress: Progress,
  { copies, signal }: LoadVariantsOptions,
): Promise<Map<string, FeatureMatrix[]>> {
  const frontEnd = createFrontEnd(config);
  const variants = new Map<string, FeatureMatrix[]>();
  for (const utterance of utterances) {
    const { id } = utterance;
    const made: FeatureMatrix[] = [];
    const chosen = Array.from({ length: copies }, (_, copy) => choose(utterance, copy));
    try {
      const audio = await corpus.read(utterance);
      for (const [copy, others] of chosen.entries()) {
        // Lets timers and signals through: reading may be nothing but computation.
        await setImmediate();
        if (signal?.aborted) throw new SerError('ABORTED', 'feature extraction was stopped');
        const voices: Audio[] = [];
        for (const other of others) voices.push(await corpus.read(other));
        made.push(inSharedMemory(frontEnd.extract(augmentCopy(audio, { ...augmentation!, id, copy, voices }))));
        progress.advance();
      }
    } catch (error) {
      throw withId(id, error);
    }
    variants.set(id, made);
  }
  return variants;
}
