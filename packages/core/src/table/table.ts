import { invalidArgument } from '../errors/invalid-argument.js';

/** A value of a table; `null` where there is none. */
export type Cell = string | number | boolean | null;

/**
 * A table as its columns, by name and in their order. All columns have equal lengths; `NaN` counts as a number.
 *
 * The `table` of arquero, `tableFromArrays` of Apache Arrow and `pl.DataFrame` of nodejs-polars take it as it is;
 * `pandas.DataFrame` takes its JSON.
 */
export type Table = Readonly<Record<string, ArrayLike<Cell>>>;

/**
 * Returns the number of rows of a table; 0 without columns.
 *
 * @throws SerError `INVALID_ARGUMENT` naming the first column with another length than the first one.
 */
export function rowCount(table: Table): number {
  const [first, ...others] = Object.entries(table);
  if (!first) return 0;
  const [name, { length }] = first;
  for (const [other, column] of others)
    if (column.length !== length)
      throw invalidArgument(`column ${JSON.stringify(other)}`, column.length, `${length} values long, as ${name} is`);
  return length;
}
