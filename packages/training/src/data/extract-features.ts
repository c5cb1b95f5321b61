import { type ProgressListener, SerError, startProgress } from '@ser/core';
import { type Corpus, type Utterance, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix, FrontEnd } from '@ser/dsp';
import { pauses } from '../fit/pauses.js';

/** Options of {@link extractFeatures}. */
export interface ExtractOptions {
  /** Ids of the utterances; all of the corpus by default. */
  ids?: readonly string[];
  onProgress?: ProgressListener;
  signal?: AbortSignal;
}

/**
 * The features of each utterance of a corpus, by id, extracted once. Where the platform has shared memory the numbers
 * lie in it, so that workers read them without a copy.
 *
 * @param frontEnd a front end without normalization: statistics are fitted later, on each training part alone.
 * @throws SerError of the utterance that cannot be read or has no features, with its id.
 */
export async function extractFeatures(
  corpus: Corpus,
  frontEnd: FrontEnd,
  { ids, onProgress, signal }: ExtractOptions = {},
): Promise<Map<string, FeatureMatrix>> {
  if (frontEnd.config.normalization) {
    throw new SerError(
      'INVALID_ARGUMENT',
      'the front end already normalizes; statistics must come from training parts',
    );
  }
  const utterances = ids ? utterancesOf(corpus, ids) : corpus.utterances;
  const progress = startProgress('features', utterances.length, onProgress);
  const features = new Map<string, FeatureMatrix>();
  const pause = pauses();
  for (const utterance of utterances) {
    await pause();
    if (signal?.aborted) throw new SerError('ABORTED', 'feature extraction was stopped');
    const matrix = await extractOne(corpus, frontEnd, utterance);
    features.set(utterance.id, { ...matrix, data: inSharedMemory(matrix.data) });
    progress.advance();
  }
  return features;
}

async function extractOne(corpus: Corpus, frontEnd: FrontEnd, utterance: Utterance): Promise<FeatureMatrix> {
  try {
    const matrix = frontEnd.extract(await corpus.read(utterance));
    if (matrix.frames > 0) return matrix;
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    throw new SerError(error.code, `utterance ${utterance.id}: ${error.message}`, { cause: error });
  }
  throw new SerError('INVALID_AUDIO', `utterance ${utterance.id} is too short for a single frame`);
}

function inSharedMemory(values: Float32Array): Float32Array {
  if (typeof SharedArrayBuffer === 'undefined') return values.slice();
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
