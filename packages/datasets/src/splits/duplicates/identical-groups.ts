import { groupBy } from '@ser/core';
import type { Corpus } from '../../corpus/corpus.js';
import type { NearDuplicate } from './near-duplicate.js';

/**
 * Groups utterances that are the same recording.
 *
 * @param duplicates what a search found, in addition to `corpus.duplicates`; pairs with an utterance that the corpus does
 * not have are passed over, so that what was found in a corpus is good for its parts too.
 * @returns for every utterance that has an equal one, by id, the id that stands for its group.
 */
export function identicalGroups(
  { utterances, duplicates: files }: Corpus,
  duplicates: readonly NearDuplicate[] = [],
): Map<string, string> {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root))
      root = parent;
    // Shortens the way for those that ask later.
    for (let at = id; at !== root; ) {
      const next = parents.get(at)!;
      parents.set(at, root);
      at = next;
    }
    return root;
  };
  const join = (first: string, repeat: string): void => {
    const root = rootOf(parents.has(first) ? first : parents.has(repeat) ? repeat : first);
    parents.set(root, root);
    for (const id of [first, repeat]) parents.set(rootOf(id), root);
  };
  if (files.length > 0) {
    // A file may hold several utterances; those at the same place in equal files are equal.
    const byPath = new Map<string, Map<string, string>>();
    for (const { id, path, start = '', end = '' } of utterances) {
      const places = byPath.get(path) ?? new Map<string, string>();
      byPath.set(path, places.set(`${start}-${end}`, id));
    }
    for (const { path, of } of files)
      for (const [place, repeat] of byPath.get(path) ?? []) {
        const first = byPath.get(of)?.get(place);
        if (first !== undefined) join(first, repeat);
      }
  }
  if (duplicates.length > 0) {
    const ids = new Set(utterances.map(({ id }) => id));
    for (const { first, second } of duplicates) if (ids.has(first) && ids.has(second)) join(first, second);
  }
  return new Map([...parents.keys()].map((id) => [id, rootOf(id)]));
}

/** The utterances' ids, those of the same recording together, in the order of the corpus. */
export function identicalUnits(corpus: Corpus, duplicates: readonly NearDuplicate[] = []): string[][] {
  const groups = identicalGroups(corpus, duplicates);
  const ids = corpus.utterances.map(({ id }) => id);
  return [...groupBy(ids, (id) => groups.get(id) ?? id).values()];
}
