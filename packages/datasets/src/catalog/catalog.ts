import type { CorpusCard } from '../corpus/corpus.js';
import { aesdd } from './aesdd.js';
import { ased } from './ased.js';
import { cafe } from './cafe.js';
import { cremaD } from './crema-d.js';
import type { CorpusDefinition } from './definition.js';
import { emodb } from './emodb.js';
import { emovo } from './emovo.js';
import { esd } from './esd.js';
import { jl } from './jl.js';
import { mesd } from './mesd.js';
import { nemo } from './nemo.js';
import { ravdess, ravdessSong } from './ravdess.js';
import { savee } from './savee.js';
import { shemo } from './shemo.js';
import { subesco } from './subesco.js';
import { tess } from './tess.js';
import { urdu } from './urdu.js';

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

/** The corpora that can be read from a folder. A new corpus is one more file in this folder and its name here. */
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
