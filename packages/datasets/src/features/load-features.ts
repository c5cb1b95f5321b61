import { setImmediate } from 'node:timers/promises';
import { invalidArgument, type Progress, type ProgressListener, SerError, startProgress } from '@ser/core';
import { createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import { type Corpus, type Utterance, utterancesOf } from '../corpus/corpus.js';
import { inSharedMemory, withId } from './extract-cuts.js';
import { extractThroughCache } from './extract-through-cache.js';
import { cutOf, cutsByFile } from './file-cuts.js';

/** Options of {@link loadFeatures}. */
export interface LoadFeaturesOptions {
  /** Folder of the cache, made if need be; nothing is kept by default. */
  readonly cache?: string;
  /** Ids of the utterances; all of the corpus by default. */
  readonly ids?: readonly string[];
  /** Most threads; all cores by default. The features do not depend on it. */
  readonly threads?: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * The features of the utterances of a corpus, by id, for `features` of `crossValidate` and `trainModel`: from the cache
 * as far as they are there, and extracted by all cores otherwise. They lie in shared memory.
 *
 * The cache holds one file a corpus and front end. Features are found in it by the content of the sound file, the cut
 * and the front end, so that a changed recording, another option or another version of the extraction is never answered
 * with old features. What is extracted is kept at once: after a crash only the rest is left to do. Several processes
 * may use one cache at the same time.
 *
 * A corpus that is not made of files (the synthetic one, or one with a `read` of its own) is extracted in this thread,
 * without the cache.
 *
 * @throws SerError of the utterance that cannot be read or has no features, with its id; `INVALID_ARGUMENT` for a front
 * end that normalizes; `FILE_ACCESS` if the cache cannot be read or written; `ABORTED` through `signal`.
 * @example
 * const features = await loadFeatures(corpus, DEFAULT_FRONT_END, { cache: '.ser-cache' });
 */
export async function loadFeatures(
  corpus: Corpus,
  frontEnd: FrontEndConfig,
  options: LoadFeaturesOptions = {},
): Promise<Map<string, FeatureMatrix>> {
  const { onProgress } = options;
  checkLoading(frontEnd, options);
  const utterances = utterancesOf(corpus, options.ids);
  const progress = startProgress('features', utterances.length, onProgress);
  if (!corpus.locate) return fromMemory(corpus, utterances, frontEnd, progress, options.signal);
  const planned = utterances.map((utterance) => ({ utterance, cut: cutOf(utterance) }));
  const files = cutsByFile(corpus, planned);
  const features = await extractThroughCache(files, { frontEnd }, { ...options, name: corpus.name, progress });
  // In the order of the utterances, whichever came first.
  return new Map(planned.map(({ utterance, cut }) => [utterance.id, features.get(cut)!]));
}

/** @throws SerError `INVALID_ARGUMENT` for options out of range and a front end that normalizes. */
export function checkLoading({ normalization }: FrontEndConfig, { threads }: LoadFeaturesOptions): void {
  if (normalization)
    throw new SerError(
      'INVALID_ARGUMENT',
      'the front end already normalizes; statistics must come from training parts',
    );
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 1))
    throw invalidArgument('threads', threads, 'a positive integer');
}

async function fromMemory(
  corpus: Corpus,
  utterances: readonly Utterance[],
  config: FrontEndConfig,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Map<string, FeatureMatrix>> {
  const frontEnd = createFrontEnd(config);
  const features = new Map<string, FeatureMatrix>();
  for (const utterance of utterances) {
    // Lets timers and signals through: reading may be nothing but computation.
    await setImmediate();
    if (signal?.aborted) throw new SerError('ABORTED', 'feature extraction was stopped');
    try {
      features.set(utterance.id, inSharedMemory(frontEnd.extract(await corpus.read(utterance))));
    } catch (error) {
      throw withId(utterance.id, error);
    }
    progress.advance();
  }
  return features;
}
