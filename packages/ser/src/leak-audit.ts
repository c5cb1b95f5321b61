import { type Corpus, findNearDuplicates, formatAudit, splitCorpus } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import type { Output } from './output.js';

/** Tells what the parts of a protocol's folds have in common, before anything is trained on them. */
export function tellLeaks(
  output: Output,
  corpus: Corpus,
  protocol: string,
  { seed, features }: { seed: number; features: ReadonlyMap<string, FeatureMatrix> },
): void {
  const { audit } = splitCorpus(corpus, protocol, { seed, duplicates: findNearDuplicates(corpus, features) });
  output.note(`Leak audit of ${protocol}: ${formatAudit(audit)}`, { audit });
}
