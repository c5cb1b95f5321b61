import { type Cell, invalidArgument, rowCount, type Table, unknownName } from '@ser/core';
import type { Corpus, Utterance } from './corpus.js';

type Fact = Exclude<keyof Utterance, 'votes' | 'columns'>;

/** The facts of an utterance that are single values, in the order of a table's columns. */
const FACTS: readonly Fact[] = [
  'id',
  'path',
  'corpus',
  'speaker',
  'gender',
  'age',
  'emotion',
  'label',
  'language',
  'sentence',
  'text',
  'translation',
  'intensity',
  'repetition',
  'version',
  'modality',
  'channel',
  'recognition',
  'naturalness',
  'start',
  'end',
  'split',
];

/** Returns true for the name of a fact that every utterance can have, which a further column cannot have. */
export const isFact = (column: string): column is Fact => (FACTS as readonly string[]).includes(column);

/** Returns the value of an utterance in a column; `null` where it has none. */
const cellOf = (utterance: Utterance, column: string): Cell =>
  (isFact(column) ? utterance[column] : utterance.columns?.[column]) ?? null;

/** Returns the columns in which at least one utterance has a value: its facts, then further columns. */
export function columnNames({ utterances }: Pick<Corpus, 'utterances'>): string[] {
  const further = new Set(utterances.flatMap(({ columns = {} }) => Object.keys(columns)));
  return [...FACTS, ...further].filter((column) => utterances.some((utterance) => cellOf(utterance, column) !== null));
}

/**
 * Returns a function that reads a column of the utterances of a corpus.
 *
 * @param argument name of the argument in the message.
 * @throws SerError `INVALID_ARGUMENT` for a column in which no utterance has a value.
 */
export function columnReader(corpus: Corpus, column: string, argument: string): (utterance: Utterance) => Cell {
  const columns = columnNames(corpus);
  if (!columns.includes(column)) throw unknownName(argument, column, columns);
  return (utterance) => cellOf(utterance, column);
}

/**
 * Returns a corpus as a table, a row for each utterance in their order: `id`, `path`, `corpus`, `speaker`, `gender`,
 * `age`, `emotion`, `label`, `language` and all further facts that at least one utterance has; `null` where one has none.
 * The listeners' votes are columns such as `votes.angry`, 0 where nobody heard the emotion.
 *
 * @example
 * import { table } from 'arquero';
 *
 * const clips = table(toTable(corpus)); // filter, groupby, join, pivot, toArrowIPC … of arquero
 * clips.groupby('gender').count().objects(); // [{ gender: 'male', count: 233 }, { gender: 'female', count: 302 }] of EMO-DB
 */
export function toTable(corpus: Corpus): Table {
  const { utterances } = corpus;
  const table: Record<string, Cell[]> = {};
  for (const column of columnNames(corpus)) table[column] = utterances.map((utterance) => cellOf(utterance, column));
  const voted = new Set(utterances.flatMap(({ votes = {} }) => Object.keys(votes)));
  for (const emotion of [...voted].sort())
    table[`votes.${emotion}`] = utterances.map(({ votes }) => (votes ? (votes[emotion] ?? 0) : null));
  return table;
}

/** Options of {@link joinTable}. */
export interface JoinOptions {
  /** The column that both have, e.g. `id`, `path` or `speaker`. */
  readonly on: string;
}

/**
 * Returns a corpus with the columns of another table added to its utterances (a left join, as `df.merge(table, how='left',
 * on=on)` of pandas). An utterance without a row gets `null`; rows without utterances do not matter. The columns can then
 * be used by `selectUtterances`, `toTable` and the protocols `group-<k>:<column>` and `stratified-<k>:<column>`.
 *
 * @param table columns by name; the values of the column `on` differ, and are compared as texts.
 * @throws SerError `INVALID_ARGUMENT` for a column that is missing or that the corpus has already, for columns of different
 *   lengths, for a value of `on` that occurs twice, and if no row belongs to an utterance.
 * @example
 * const questionnaire = { speaker: ['03', '08'], openness: [4.2, 3.1] };
 * joinTable(corpus, questionnaire, { on: 'speaker' }).utterances[0].columns; // { openness: 4.2 }
 */
export function joinTable(corpus: Corpus, table: Table, { on }: JoinOptions): Corpus {
  const read = columnReader(corpus, on, 'on');
  rowCount(table);
  const { [on]: keys, ...others } = table;
  if (!keys) throw unknownName('on', on, Object.keys(table));
  const taken = columnNames(corpus);
  for (const column of Object.keys(others))
    if (taken.includes(column) || isFact(column))
      throw invalidArgument('column', column, `a new name: ${corpus.name} has a column of this name`);
  const rows = new Map<string, number>();
  for (const [row, key] of Array.from(keys).entries()) {
    if (rows.has(String(key))) throw invalidArgument(on, key, 'in one row of the table, not in several');
    rows.set(String(key), row);
  }
  let matched = 0;
  const utterances = corpus.utterances.map((utterance) => {
    const key = read(utterance);
    const row = key === null ? undefined : rows.get(String(key));
    if (row !== undefined) matched++;
    const added = Object.entries(others).map(([name, cells]) => [name, row === undefined ? null : cells[row]!]);
    return { ...utterance, columns: { ...utterance.columns, ...Object.fromEntries(added) } };
  });
  if (matched === 0) throw invalidArgument(on, keys[0], `a ${on} of ${corpus.name}, in at least one row`);
  return { ...corpus, utterances };
}
