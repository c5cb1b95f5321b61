import { extractFeatures } from '@ser/datasets';
import { loadCorpus } from '@ser/datasets/node';

export const name = '@ser/datasets';

/** Milliseconds to list, read and decode all clips of a corpus folder and to extract their features. */
export async function loadOnce(corpus, folder, frontEnd, { threads, cache }) {
  const start = performance.now();
  const loaded = await loadCorpus(corpus, folder);
  const features = await extractFeatures(loaded, frontEnd, { threads, cache });
  return { ms: performance.now() - start, features, utterances: loaded.utterances };
}
