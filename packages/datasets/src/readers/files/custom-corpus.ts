import { invalidArgument } from '@ser/core';
import type { CorpusCard, Duplicate } from '../../corpus/corpus.js';
import { isLanguageTag } from '../tables/read-table-rows.js';
import { digestEqualSizes } from './digest-files.js';
import type { FoundFile } from './walk-folder.js';

/** What to call a corpus of one's own, and what to say about it. */
export interface OwnCorpusOptions {
  /** Short name, first part of all ids: letters, digits, `-` and `_`; `own` by default. */
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  /** Spoken language as a BCP 47 tag; `und` (undetermined) by default. */
  readonly language?: string | undefined;
  readonly license?: string | undefined;
  readonly source?: string | undefined;
}

/**
 * The card of a corpus of one's own.
 *
 * @throws SerError `INVALID_ARGUMENT` if the name or the language cannot be one.
 */
export function ownCard(options: OwnCorpusOptions, place: string): CorpusCard {
  const { name = 'own', language = 'und' } = options;
  if (!/^[\w-]{1,64}$/.test(name)) throw invalidArgument('name', name, 'made of letters, digits, - and _');
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
