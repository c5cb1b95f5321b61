import { type Corpus, findNearDuplicates, type Split, splitCorpus } from '@ser/datasets';
import { checkAugmentation } from '@ser/training';
import type { Candidate } from './select-recipe.js';

/**
 * Divides a corpus once for all candidates, so that they are chosen and judged on the same folds: recordings that the
 * features of any of them show to be near-identical are kept on one side where the protocol draws at random, and
 * refused across the parts of other protocols.
 *
 * @param candidates their features, where they are at hand, and altered copies.
 * @param seed of protocols that draw at random.
 * @throws SerError as `splitCorpus`; `INVALID_ARGUMENT` for copies with babble where folds share speakers.
 * @example
 * const [fold] = splitForCandidates(corpus, 'random-10', candidates, 1).folds;
 */
export function splitForCandidates(
  corpus: Corpus,
  protocol: string,
  candidates: readonly Pick<Candidate, 'features' | 'variants'>[],
  seed: number,
): Split {
  const features = new Set(candidates.flatMap((candidate) => candidate.features ?? []));
  const duplicates = [...features].flatMap((of) => findNearDuplicates(corpus, of));
  const split = splitCorpus(corpus, protocol, { seed, duplicates });
  for (const { variants } of candidates) checkAugmentation(variants?.augmentation, split);
  return split;
}
