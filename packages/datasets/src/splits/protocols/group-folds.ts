import { type Cell, Random } from '@ser/core';
import { columnNames, columnReader } from '../../corpus/columns.js';
import { byCodeUnits, type Corpus, type Utterance } from '../../corpus/corpus.js';
import { type Fold, foldWhere, type Protocol } from './protocol.js';

/** Returns the group of an utterance, or undefined if it is not known. */
export type GroupOf = (utterance: Utterance) => string | undefined;

/** Returns why a corpus cannot be divided into `k` parts by the groups of its utterances; undefined if it can. */
export function unfitGroups(
  utterances: readonly Utterance[],
  groupOf: GroupOf,
  k: number,
  unknown: (id: string) => string,
  what: string,
): string | undefined {
  const lacking = utterances.find((utterance) => groupOf(utterance) === undefined);
  if (lacking) return unknown(lacking.id);
  const { size } = new Set(utterances.map(groupOf));
  return k < 2 || k > size ? `the number of folds must be 2 to ${size}, the number of ${what}` : undefined;
}

/** Returns `k` folds that test some groups each, with about equal numbers of utterances. */
export function dealGroups(utterances: readonly Utterance[], groupOf: GroupOf, k: number, random: Random): Fold[] {
  const clips = new Map<string, number>();
  for (const utterance of utterances) {
    const group = groupOf(utterance)!;
    clips.set(group, (clips.get(group) ?? 0) + 1);
  }
  const order = random.shuffle([...clips.keys()].sort(byCodeUnits));
  order.sort((a, b) => (clips.get(b) ?? 0) - (clips.get(a) ?? 0));
  const parts = Array.from({ length: k }, () => ({ groups: new Set<string>(), clips: 0 }));
  for (const group of order) {
    const part = parts.reduce((best, other) => (other.clips < best.clips ? other : best));
    part.groups.add(group);
    part.clips += clips.get(group) ?? 0;
  }
  return parts.map(({ groups }, index) =>
    foldWhere(`fold ${index + 1}`, utterances, (utterance) => groups.has(groupOf(utterance)!)),
  );
}

/** Returns why a corpus has no use of a column; undefined if it has the column. */
export const unfitColumn = (corpus: Corpus, column: string): string | undefined =>
  columnNames(corpus).includes(column)
    ? undefined
    : `it has no column ${column}; it has ${columnNames(corpus).join(', ')}`;

const asGroup = (cell: Cell): string | undefined => (cell === null ? undefined : String(cell));

/** Returns the function that reads the group of an utterance from a column. */
function columnGroups(corpus: Corpus, column: string): GroupOf {
  const read = columnReader(corpus, column, 'column');
  return (utterance) => asGroup(read(utterance));
}

/**
 * Group k-fold by any column (`GroupKFold` of scikit-learn): every group is tested in one fold and trained on in all
 * others. Groups are dealt by seed, with about equal numbers of utterances.
 *
 * @param k number of folds, from 2 to the number of groups.
 */
export function groupFolds(k: number, column: string): Protocol {
  return {
    name: `group-${k}:${column}`,
    description: `${k} folds over the values of column ${column}, dealt by seed`,
    speakerIndependent: 'measured',
    seeded: true,
    unfit: (corpus) =>
      unfitColumn(corpus, column) ??
      unfitGroups(
        corpus.utterances,
        columnGroups(corpus, column),
        k,
        (id) => `the ${column} of ${id} is not known`,
        `different values of ${column}`,
      ),
    folds: (corpus, seed) =>
      dealGroups(corpus.utterances, columnGroups(corpus, column), k, new Random(seed).fork('groups')),
  };
}
