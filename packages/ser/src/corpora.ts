import { basename, extname, join } from 'node:path';
import { SerError } from '@ser/core';
import { CORPUS_NAMES, type Corpus, combineCorpora, isCorpusName, syntheticCorpus } from '@ser/datasets';
import { loadCorpus, tableCorpus } from '@ser/datasets/node';

const TABLES: readonly string[] = ['.csv', '.tsv', '.json'];

/**
 * The corpus a command works on.
 *
 * @param name `synthetic`, the name of a real corpus, or the path of a table of one's own recordings, which is called as
 *   its file; or several, which are combined.
 * @param folder where a real corpus lies; by default the folder of its name in `$SER_DATA_DIR`, else in `data`. Of
 *   several corpora, the folder in which each has the folder of its name.
 * @throws SerError `INVALID_ARGUMENT` for an unknown name, and for a folder of the synthetic corpus, which has none.
 */
export async function openCorpus(name: string | readonly string[], folder?: string): Promise<Corpus> {
  if (typeof name !== 'string') {
    if (name.length === 1) return openCorpus(name[0]!, folder);
    const parts = name.map((one) =>
      openCorpus(one, hasFolder(one) && folder !== undefined ? join(folder, one) : undefined),
    );
    return combineCorpora(await Promise.all(parts));
  }
  if (name === 'synthetic') {
    if (folder === undefined) return syntheticCorpus();
    throw new SerError('INVALID_ARGUMENT', `--data ${folder} is for a corpus of recordings, not for synthetic`, {
      hint: 'Name the corpus that lies there with --corpus.',
    });
  }
  if (isTable(name))
    return tableCorpus(name, { name: corpusName(name), ...(folder === undefined ? {} : { root: folder }) });
  if (!isCorpusName(name))
    throw new SerError('INVALID_ARGUMENT', `--corpus ${JSON.stringify(name)} is no corpus that is known`, {
      hint: `Use synthetic, ${CORPUS_NAMES.join(', ')}, or a table of your own such as recordings.csv.`,
    });
  return loadCorpus(name, corpusFolder(name, folder));
}

/** Whether a corpus lies in the folder of its name, beside others. */
const hasFolder = (name: string): boolean => name !== 'synthetic' && !isTable(name);

/** Whether a name is the path of a table of one's own recordings. */
export const isTable = (name: string): boolean => TABLES.includes(extname(name).toLowerCase());

/** What a corpus is called: that of a table as its file, but not as a corpus that is known. */
export function corpusName(nameOrTable: string): string {
  if (!isTable(nameOrTable)) return nameOrTable;
  const name = basename(nameOrTable, extname(nameOrTable))
    .replace(/[^\w-]+/g, '-')
    .slice(0, 32);
  return isCorpusName(name) || name === 'synthetic' ? `own-${name}` : name || 'own';
}

/** Where a real corpus lies: the folder named, else that of its name in `$SER_DATA_DIR`, else in `data`. */
export function corpusFolder(name: string, folder?: string): string {
  return folder ?? join(process.env.SER_DATA_DIR ?? 'data', name);
}
