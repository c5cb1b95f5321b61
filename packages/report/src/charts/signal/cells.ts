import { invalidArgument } from '@ser/core';

/** Most cells of a heat map; a larger matrix is averaged. */
const MOST = { columns: 560, rows: 320 };

/** A matrix of values, column after column: `values[column * rows + row]`. */
export interface CellValues {
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
}

/** The cells of a heat map: each is the mean of up to `span` columns and `rise` rows of a matrix. */
export interface Cells {
  readonly columns: number;
  readonly rows: number;
  /** Extent of the cells as a multiple of that of the matrix: above 1 if the last ones have fewer values. */
  readonly extent: { readonly columns: number; readonly rows: number };
  /** Means, row after row from the top, as images have them. */
  readonly means: Float64Array;
  /** What is averaged, in words; empty if nothing is. */
  readonly note: string;
}

/** @throws SerError `INVALID_ARGUMENT` for sizes that do not fit `values`, or values that are not finite. */
function check(name: string, { values, columns, rows }: CellValues): void {
  for (const [size, value] of Object.entries({ columns, rows }))
    if (!Number.isSafeInteger(value) || value < 1) throw invalidArgument(size, value, 'a positive integer');
  if (values.length !== columns * rows)
    throw invalidArgument(`${name}.length`, values.length, `columns × rows = ${columns * rows}`);
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw invalidArgument(`${name}[${i}]`, values[i], 'a finite number');
}

/** Returns a matrix as cells of a heat map. `name` is that of the values in errors. */
export function cellsOf(name: string, matrix: CellValues): Cells {
  check(name, matrix);
  const { values, columns, rows } = matrix;
  const span = Math.ceil(columns / MOST.columns);
  const rise = Math.ceil(rows / MOST.rows);
  const [wide, high] = [Math.ceil(columns / span), Math.ceil(rows / rise)];
  const means = new Float64Array(wide * high);
  for (let column = 0; column < wide; column++)
    for (let row = 0; row < high; row++) {
      let [sum, count] = [0, 0];
      for (let c = column * span; c < Math.min(columns, (column + 1) * span); c++)
        for (let r = row * rise; r < Math.min(rows, (row + 1) * rise); r++) {
          sum += values[c * rows + r]!;
          count++;
        }
      means[(high - 1 - row) * wide + column] = sum / count;
    }
  const note = span * rise > 1 ? `; each cell is the mean of ${span} × ${rise} values` : '';
  const extent = { columns: (wide * span) / columns, rows: (high * rise) / rows };
  return { columns: wide, rows: high, extent, means, note };
}
