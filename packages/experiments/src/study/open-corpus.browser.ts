import { type Emotion, invalidArgument } from '@ser/core';
import { type Corpus, selectEmotions, syntheticCorpus } from '@ser/datasets';

/** Opens the synthetic corpus; all others are in folders, which browsers cannot read. */
export async function openCorpus(
  name: string | readonly string[],
  _folder?: string,
  { emotions }: { readonly emotions?: readonly Emotion[] | undefined } = {},
): Promise<Corpus> {
  if ([name].flat().join() === 'synthetic')
    return emotions ? selectEmotions(syntheticCorpus(), emotions) : syntheticCorpus();
  throw invalidArgument('corpus', name, "'synthetic' in browsers; give other corpora as an object with options.corpus");
}
