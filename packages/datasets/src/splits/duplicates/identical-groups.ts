import type { Corpus } from '../../corpus/corpus.js';

/**
 * Groups of utterances with the same sound, by what `corpus.duplicates` says.
 *
 * @returns for every utterance that has an equal one, by id, the id that stands for its group.
 */
export function identicalGroups({ utterances, duplicates }: Corpus): Map<string, string> {
  if (duplicates.length === 0) return new Map();
  // A file may hold several utterances; those at the same place in equal files are equal.
  const byPath = new Map<string, Map<string, string>>();
  for (const { id, path, start = '', end = '' } of utterances) {
    const places = byPath.get(path) ?? new Map<string, string>();
    byPath.set(path, places.set(`${start}-${end}`, id));
  }
  const groups = new Map<string, string>();
  const join = (first: string, repeat: string): void => {
    const group = groups.get(first) ?? groups.get(repeat) ?? first;
    const merged = groups.get(repeat);
    groups.set(first, group);
    groups.set(repeat, group);
    if (merged !== undefined && merged !== group)
      for (const [id, other] of groups) if (other === merged) groups.set(id, group);
  };
  for (const { path, of } of duplicates)
    for (const [place, repeat] of byPath.get(path) ?? []) {
      const first = byPath.get(of)?.get(place);
      if (first !== undefined) join(first, repeat);
    }
  return groups;
}

/** The utterances' ids, those with the same sound together, in the order of the corpus. */
export function identicalUnits(corpus: Corpus): string[][] {
  const groups = identicalGroups(corpus);
  const units = new Map<string, string[]>();
  for (const { id } of corpus.utterances) {
    const key = groups.get(id) ?? id;
    const unit = units.get(key);
    if (unit) unit.push(id);
    else units.set(key, [id]);
  }
  return [...units.values()];
}
