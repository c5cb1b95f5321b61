import { type Corpus, findFeatureTwins, joinTwins, type Split, splitCorpus } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';

/**
 * Divides a corpus once for all candidates, so that they are chosen and judged on the same folds: recordings that the
 * features of any of them show to be near-identical are kept on one side where the protocol draws at random, and
 * refused across the parts of other protocols.
 *
 * @param candidates features by utterance id, where they are at hand.
 * @param seed of protocols that draw at random.
 * @throws SerError as `splitCorpus`.
 * @example
 * const [fold] = splitForCandidates(corpus, 'random-10', candidates, 1).folds;
 */
export function splitForCandidates(
  corpus: Corpus,
  protocol: string,
  candidates: readonly { readonly features?: ReadonlyMap<string, FeatureMatrix> }[],
  seed: number,
): Split {
  const [first, ...others] = new Set(candidates.flatMap(({ features }) => (features ? [features] : [])));
  const joined = others.reduce(
    (whole, features) => joinTwins(whole, findFeatureTwins(within(whole, features))),
    corpus,
  );
  return splitCorpus(joined, protocol, { seed, ...(first ? { features: first } : {}) });
}

/** The features of a corpus' own utterances. */
function within({ utterances }: Corpus, features: ReadonlyMap<string, FeatureMatrix>): Map<string, FeatureMatrix> {
  const own = new Set(utterances.map(({ id }) => id));
  return new Map([...features].filter(([id]) => own.has(id)));
}
