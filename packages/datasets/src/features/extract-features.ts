import { startProgress } from '@ser/core';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { type Corpus, utterancesOf } from '../corpus/corpus.js';
import { checkFrontEnd, type ExtractOptions, extract } from './extract.js';
import { plan } from './plan.js';

/**
 * Returns the features of the utterances of a corpus, by id. Where the platform has shared memory they lie in it, so that
 * workers read them without a copy.
 *
 * A corpus that is made of files is extracted by worker threads and, with `cache`, from the cache as far as they are
 * there. The cache holds one file for each corpus and front end. Features are found in it by all that they follow from, so
 * that a changed recording, another option or another version of the code is never answered with old features. What is
 * extracted is kept at once: after a crash only the rest is left to do. Several processes may use one cache at the same
 * time. Other corpora (the synthetic one, or one with its own `read`) are extracted in this thread, without the cache.
 *
 * @param frontEnd a front end without normalization: statistics are fitted later, on each training part alone.
 * @throws SerError of the first utterance that cannot be read or has no features, with its id; `INVALID_ARGUMENT` for a
 * front end that normalizes; `FILE_ACCESS` if the cache cannot be read or written; the reason of `signal`.
 * @example
 * const features = await extractFeatures(corpus, DEFAULT_FRONT_END, { cache: '.ser-cache' });
 * features.get('emodb/03a01Fa'); // { data: Float32Array(4720), frames: 118, coeffs: 40 }
 */
export async function extractFeatures(
  corpus: Corpus,
  frontEnd: FrontEndConfig,
  options: ExtractOptions = {},
): Promise<Map<string, FeatureMatrix>> {
  checkFrontEnd(frontEnd);
  const planned = utterancesOf(corpus, options.ids).map((utterance) => plan(utterance));
  const progress = startProgress('features', planned.length, options.onProgress);
  const found = await extract(corpus, planned, { frontEnd, encoder: options.encoder }, options, progress);
  // In the order of the utterances.
  const features = new Map<string, FeatureMatrix>();
  for (const [index, { utterance }] of planned.entries()) {
    const matrix = found[index];
    if (matrix) features.set(utterance.id, matrix);
  }
  return features;
}
