import { basename, dirname, extname, join, resolve } from 'node:path';
import { type Emotion, SerError, unknownName } from '@ser/core';
import { CORPUS_NAMES, isCorpusName } from '../catalog/catalog.js';
import { combineCorpora } from '../corpus/combine-corpora.js';
import type { Corpus } from '../corpus/corpus.js';
import { selectEmotions } from '../corpus/select.js';
import { syntheticCorpus } from '../synthetic/synthetic-corpus.js';
import { audformatCorpus } from './audformat/audformat-corpus.js';
import { corpusNameOf } from './files/custom-corpus.js';
import { loadCorpus } from './published/load-corpus.js';
import { tableCorpus } from './tables/table-corpus.js';

/** Options of {@link openCorpus}. */
export interface OpenOptions {
  /** Emotions to keep; by default all, of several corpora those that they share, see `combineCorpora`. */
  readonly emotions?: readonly Emotion[] | undefined;
}

const TABLES: readonly string[] = ['.csv', '.tsv', '.json'];

/**
 * Returns a corpus by its name.
 *
 * @param name `synthetic`, the name of a published corpus, the path of a table of your own recordings (the corpus is
 *   named after the file), or that of `db.yaml` of a database in audformat (named after its folder); or several of these, which
 *   are combined.
 * @param folder the folder of a published corpus; by default the folder of its name in `$SER_DATA_DIR`, else in `data`. For
 *   several corpora, the folder that holds one folder for each.
 * @throws SerError `INVALID_ARGUMENT` for an unknown name, and for a folder of the synthetic corpus,
 *   which has none, or of a database, which has its own; for an emotion that the corpus does not have.
 * @example
 * const corpus = await openCorpus('emodb', '/data/emodb');
 * corpus.utterances.length; // 535
 */
export async function openCorpus(
  name: string | readonly string[],
  folder?: string,
  { emotions }: OpenOptions = {},
): Promise<Corpus> {
  if (typeof name === 'string' || name.length === 1) {
    const corpus = await openOne([name].flat()[0]!, folder);
    return emotions ? selectEmotions(corpus, emotions) : corpus;
  }
  const parts = name.map((one) => openOne(one, hasFolder(one) && folder !== undefined ? join(folder, one) : undefined));
  return combineCorpora(await Promise.all(parts), { emotions });
}

async function openOne(name: string, folder: string | undefined): Promise<Corpus> {
  if (name === 'synthetic') {
    if (folder === undefined) return syntheticCorpus();
    throw new SerError('INVALID_ARGUMENT', `--data ${folder} is for a corpus of recordings, not for synthetic`, {
      hint: 'Name the corpus that lies there with --corpus.',
    });
  }
  if (isDatabase(name)) {
    if (folder === undefined) return audformatCorpus(dirname(name), { name: corpusName(name) });
    throw new SerError('INVALID_ARGUMENT', `--data ${folder} is not for ${name}, whose recordings lie in its folder`);
  }
  if (isTable(name)) return tableCorpus(name, { name: corpusName(name), root: folder });
  if (!isCorpusName(name))
    throw unknownName('corpus', name, [
      'synthetic',
      ...CORPUS_NAMES,
      'a table such as recordings.csv',
      'db.yaml of audformat',
    ]);
  return loadCorpus(name, corpusFolder(name, folder));
}

/** Returns true for a corpus in a folder of its name, next to others. */
const hasFolder = (name: string): boolean => name !== 'synthetic' && !isTable(name) && !isDatabase(name);

/** Returns true for the path of a table of recordings. */
const isTable = (name: string): boolean => TABLES.includes(extname(name).toLowerCase());

/** Returns true for the path of the header of a database in audformat. */
const isDatabase = (name: string): boolean => basename(name).toLowerCase() === 'db.yaml';

/** Returns the name of a corpus: a table is named after its file, a database after its folder, but never like a published corpus. */
export function corpusName(nameOrTable: string): string {
  if (isDatabase(nameOrTable)) return corpusNameOf(dirname(resolve(nameOrTable)));
  if (!isTable(nameOrTable)) return nameOrTable;
  return corpusNameOf(nameOrTable);
}

/** Returns the folder of a published corpus: the given one, else the folder of its name in `$SER_DATA_DIR`, else in `data`. */
export function corpusFolder(name: string, folder?: string): string {
  return folder ?? join(process.env.SER_DATA_DIR ?? 'data', name);
}
