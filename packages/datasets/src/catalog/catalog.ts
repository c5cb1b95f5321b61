import type { CorpusCard } from '../corpus/corpus.js';
import { ased } from './african/ased.js';
import { esd } from './asian/esd.js';
import { shemo } from './asian/shemo.js';
import { subesco } from './asian/subesco.js';
import { urdu } from './asian/urdu.js';
import type { CorpusDefinition } from './definition.js';
import { cremaD } from './english/crema-d.js';
import { jl } from './english/jl.js';
import { ravdess, ravdessSong } from './english/ravdess.js';
import { savee } from './english/savee.js';
import { tess } from './english/tess.js';
import { aesdd } from './european/aesdd.js';
import { cafe } from './european/cafe.js';
import { emodb } from './european/emodb.js';
import { emovo } from './european/emovo.js';
import { mesd } from './european/mesd.js';
import { nemo } from './european/nemo.js';

/** Name of a corpus that can be read from a folder. */
export type CorpusName =
  | 'aesdd'
  | 'ased'
  | 'cafe'
  | 'crema-d'
  | 'emodb'
  | 'emovo'
  | 'esd'
  | 'jl'
  | 'mesd'
  | 'nemo'
  | 'ravdess'
  | 'ravdess-song'
  | 'savee'
  | 'shemo'
  | 'subesco'
  | 'tess'
  | 'urdu';

/** The corpora that can be read from a folder. A new corpus is one more file in the folder of its languages, and its name here. */
export const CORPORA: Readonly<Record<CorpusName, CorpusDefinition>> = {
  aesdd,
  ased,
  cafe,
  'crema-d': cremaD,
  emodb,
  emovo,
  esd,
  jl,
  mesd,
  nemo,
  ravdess,
  'ravdess-song': ravdessSong,
  savee,
  shemo,
  subesco,
  tess,
  urdu,
};

/** Names of the corpora that can be read from a folder, in alphabetical order. */
export const CORPUS_NAMES: readonly CorpusName[] = Object.keys(CORPORA).sort() as CorpusName[];

/** Returns true for the name of a corpus that can be read from a folder. */
export function isCorpusName(name: unknown): name is CorpusName {
  return typeof name === 'string' && Object.hasOwn(CORPORA, name);
}

/** Returns title, language, license, source and published size of a corpus. */
export function corpusCard(name: CorpusName): CorpusCard {
  return CORPORA[name].card;
}
