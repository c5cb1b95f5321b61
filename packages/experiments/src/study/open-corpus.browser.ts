import { invalidArgument } from '@ser/core';
import { type Corpus, syntheticCorpus } from '@ser/datasets';

/** Opens the synthetic corpus; all others are in folders, which browsers cannot read. */
export async function openCorpus(name: string | readonly string[]): Promise<Corpus> {
  if ([name].flat().join() === 'synthetic') return syntheticCorpus();
  throw invalidArgument('corpus', name, "'synthetic' in browsers; give other corpora as an object with options.corpus");
}
