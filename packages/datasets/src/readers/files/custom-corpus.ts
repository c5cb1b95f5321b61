import { basename, extname } from 'node:path';
import { invalidArgument } from '@ser/core';
import { sha256 } from '@ser/core/node';
import { isCorpusName } from '../../catalog/catalog.js';
import type { CorpusCard, Duplicate } from '../../corpus/corpus.js';
import { isLanguageTag } from '../../labels/language-tag.js';
import { digestEqualSizes } from './digest-files.js';
import type { FoundFile } from './walk-folder.js';

/** Name and description of a corpus that is not in the catalog. */
export interface CustomCorpusOptions {
  /** Short name, first part of all ids: letters and digits of any script, `-` and `_`; `own` by default. */
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  /** Spoken language as a BCP 47 tag; `und` (undetermined) by default. */
  readonly language?: string | undefined;
  readonly license?: string | undefined;
  readonly source?: string | undefined;
}

/**
 * Returns the card of a corpus that is not in the catalog.
 *
 * @throws SerError `INVALID_ARGUMENT` if the name or the language cannot be one.
 */
export function customCard(options: CustomCorpusOptions, place: string): CorpusCard {
  const { name = 'own', language = 'und' } = options;
  if (!/^[\p{L}\p{M}\p{N}_-]{1,64}$/u.test(name))
    throw invalidArgument('name', name, 'made of letters, digits, - and _');
  if (!isLanguageTag(language)) throw invalidArgument('language', language, 'a BCP 47 tag such as de or en-GB');
  return {
    name,
    title: options.title ?? name,
    language,
    license: options.license ?? 'not stated',
    source: options.source ?? place,
    benchmark: true,
  };
}

/** Files with the same content as an earlier one; all are kept. */
export async function findDuplicates(root: string, files: readonly FoundFile[]): Promise<Duplicate[]> {
  const digests = await digestEqualSizes(root, files);
  const first = new Map<string, string>();
  const duplicates: Duplicate[] = [];
  for (const { path } of files) {
    const digest = digests.get(path);
    if (digest === undefined) continue;
    const of = first.get(digest);
    if (of === undefined) first.set(digest, path);
    else duplicates.push({ path, of, kept: true });
  }
  return duplicates;
}

/**
 * Returns a name for the corpus in a file or folder: its own name in any script, without extension. What a corpus name
 * cannot hold becomes `-`, and a name of the catalog gets `own-` in front; four digits of its SHA-256 then follow, so that
 * no two names become one.
 *
 * @example
 * corpusNameOf('data/東京.csv'); // '東京'
 * corpusNameOf('My calls (2024)/'); // 'My-calls-2024-b323'
 */
export function corpusNameOf(path: string): string {
  const original = basename(path, extname(path)).normalize('NFC');
  const name = original.replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, '');
  const short = [...name].slice(0, 40).join('') || 'own';
  const own = isCorpusName(short) || short === 'synthetic' ? `own-${short}` : short;
  return own === original ? own : `${own}-${sha256(original).slice(0, 4)}`;
}
