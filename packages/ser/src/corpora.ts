import { extname, join } from 'node:path';
import { SerError } from '@ser/core';
import { CORPUS_NAMES, type Corpus, isCorpusName, syntheticCorpus } from '@ser/datasets';
import { loadCorpus, tableCorpus } from '@ser/datasets/node';

const TABLES: readonly string[] = ['.csv', '.tsv', '.json'];

/**
 * The corpus a command works on.
 *
 * @param name `synthetic`, the name of a real corpus, or the path of a table of one's own recordings.
 * @param folder where a real corpus lies; by default the folder of its name in `$SER_DATA_DIR`, else in `data`.
 */
export async function openCorpus(name: string, folder?: string): Promise<Corpus> {
  if (name === 'synthetic') return syntheticCorpus();
  if (TABLES.includes(extname(name).toLowerCase()))
    return tableCorpus(name, folder === undefined ? {} : { root: folder });
  if (!isCorpusName(name))
    throw new SerError('INVALID_ARGUMENT', `--corpus ${JSON.stringify(name)} is no corpus that is known`, {
      hint: `Use synthetic, ${CORPUS_NAMES.join(', ')}, or a table of your own such as recordings.csv.`,
    });
  return loadCorpus(name, corpusFolder(name, folder));
}

/** Where a real corpus lies: the folder named, else that of its name in `$SER_DATA_DIR`, else in `data`. */
export function corpusFolder(name: string, folder?: string): string {
  return folder ?? join(process.env.SER_DATA_DIR ?? 'data', name);
}
