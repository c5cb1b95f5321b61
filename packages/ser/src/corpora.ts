import { join } from 'node:path';
import { invalidArgument } from '@ser/core';
import { CORPUS_NAMES, type Corpus, isCorpusName, syntheticCorpus } from '@ser/datasets';
import { loadCorpus } from '@ser/datasets/node';

/**
 * The corpus a command works on.
 *
 * @param name `synthetic` or the name of a real corpus.
 * @param folder where a real corpus lies; by default the folder of its name in `$SER_DATA_DIR`, else in `data`.
 */
export async function openCorpus(name: string, folder?: string): Promise<Corpus> {
  if (name === 'synthetic') return syntheticCorpus();
  if (!isCorpusName(name)) throw invalidArgument('--corpus', name, `one of synthetic, ${CORPUS_NAMES.join(', ')}`);
  return loadCorpus(name, folder ?? join(process.env.SER_DATA_DIR ?? 'data', name));
}
