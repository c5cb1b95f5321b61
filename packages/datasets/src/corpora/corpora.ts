import type { CorpusCard } from '../corpus.js';
import type { CorpusDefinition } from '../definition.js';
import { emodb } from './emodb.js';
import { ravdess } from './ravdess.js';
import { tess } from './tess.js';

/** Name of a corpus that can be read from a folder. */
export type CorpusName = 'emodb' | 'ravdess' | 'tess';

/** The corpora that can be read from a folder. A new corpus is one file beside these and its name here. */
export const CORPORA: Readonly<Record<CorpusName, CorpusDefinition>> = { emodb, ravdess, tess };

/** Names of the corpora that can be read from a folder, in alphabetical order. */
export const CORPUS_NAMES: readonly CorpusName[] = Object.keys(CORPORA).sort() as CorpusName[];

/** Whether `name` is the name of a corpus that can be read from a folder. */
export function isCorpusName(name: unknown): name is CorpusName {
  return typeof name === 'string' && Object.hasOwn(CORPORA, name);
}

/** Title, language, licence, source and published size of a corpus. */
export function corpusCard(name: CorpusName): CorpusCard {
  return CORPORA[name].card;
}
