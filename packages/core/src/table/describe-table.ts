import { quantile } from '../numbers/quantile.js';
import { type Cell, rowCount, type Table } from './table.js';

/** The figures of one column; those that do not apply to it are `null`. */
type Figures = Readonly<Record<(typeof FIGURES)[number], Cell>>;

const FIGURES = ['count', 'unique', 'top', 'freq', 'mean', 'std', 'min', '25%', '50%', '75%', 'max'] as const;

const nothing = Object.fromEntries(FIGURES.map((name) => [name, null])) as Figures;

/** Returns the values of a column that are there. */
const present = (column: ArrayLike<Cell>): Exclude<Cell, null>[] =>
  Array.from(column).filter((value): value is Exclude<Cell, null> => value !== null && !Number.isNaN(value));

function describeNumbers(values: readonly number[]): Figures {
  const count = values.length;
  if (count === 0) return { ...nothing, count };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const ascending = [...values].sort((a, b) => a - b);
  const [min, low, median, high, max] = [0, 0.25, 0.5, 0.75, 1].map((q) => quantile(ascending, q));
  const std = count > 1 ? Math.sqrt(squares / (count - 1)) : null;
  return { ...nothing, count, mean, std, min: min!, '25%': low!, '50%': median!, '75%': high!, max: max! };
}

function describeWords(values: readonly Exclude<Cell, null>[]): Figures {
  const counts = new Map<Cell, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [top, freq] = [...counts].reduce((most, other) => (other[1] > most[1] ? other : most), [null, 0]);
  return { ...nothing, count: values.length, unique: counts.size, top, freq: freq || null };
}

/**
 * Returns a table that describes another one, a row for each column: `count` of the values that are there; of numbers
 * `mean`, `std` (n − 1), `min`, the quartiles `25%`, `50%`, `75%` and `max`; of other columns the number of different
 * values (`unique`), the most frequent one (`top`, the first of equals) and how often it occurs (`freq`).
 *
 * The figures equal those of `DataFrame.describe(include='all').T` of pandas.
 *
 * @throws SerError `INVALID_ARGUMENT` for columns of different lengths.
 * @example
 * describeTable({ speaker: ['03', '03', '08'], age: [31, 31, 34] });
 * // { column: ['speaker', 'age'], count: [3, 3], unique: [2, null], top: ['03', null], freq: [2, null], mean: [null, 32], … }
 */
export function describeTable(table: Table): Table {
  rowCount(table);
  const rows = Object.values(table).map((column) => {
    const values = present(column);
    return values.every((value) => typeof value === 'number') ? describeNumbers(values) : describeWords(values);
  });
  return {
    column: Object.keys(table),
    ...Object.fromEntries(FIGURES.map((name) => [name, rows.map((row) => row[name])])),
  };
}
