import { Random } from '@ser/core';

/** The embeddings of clips in two dimensions. */
export interface EmbeddingMap {
  /** A point for each clip: its coordinates on the two axes of greatest variance. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Share of the variance along each axis, in [0, 1]. */
  readonly explained: readonly [x: number, y: number];
}

const STEPS = 500;
const TOLERANCE = 1e-12;
/** Digits of coordinates: they are for plots, and files stay small. */
const DIGITS = 5;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Scales a vector to length 1, with its largest component above 0, since the sign of an axis has no meaning. */
function unit(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  const length = Math.sign(largest) * Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Finds the axis of greatest variance among those at right angles to `others`, by power iteration. */
function principalAxis(rows: readonly Float64Array[], others: readonly Float64Array[]): Float64Array {
  const random = new Random(0);
  let axis = unit(Float64Array.from(rows[0]!, () => random.normal()));
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(axis.length);
    for (const row of rows) {
      const along = dot(row, axis);
      for (let i = 0; i < next.length; i++) next[i]! += along * row[i]!;
    }
    for (const other of others) {
      const along = dot(next, other);
      for (let i = 0; i < next.length; i++) next[i]! -= along * other[i]!;
    }
    const turned = unit(next);
    const change = turned.reduce((sum, value, i) => sum + (value - axis[i]!) ** 2, 0);
    axis = turned;
    if (change < TOLERANCE) break;
  }
  return axis;
}

/**
 * Returns vectors in two dimensions, by principal component analysis: it is linear and has no settings, so that distances
 * on the map are those along the two axes, and the same vectors always give the same map.
 *
 * @param vectors [clips][units], at least one clip.
 */
export function mapEmbeddings(vectors: readonly (readonly number[])[]): EmbeddingMap {
  const units = vectors[0]!.length;
  const means = Float64Array.from({ length: units }, (_, i) =>
    vectors.reduce((sum, vector) => sum + vector[i]! / vectors.length, 0),
  );
  const rows = vectors.map((vector) => Float64Array.from(vector, (value, i) => value - means[i]!));
  const first = principalAxis(rows, []);
  const second = principalAxis(rows, [first]);
  const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
  const places = rows.map((row) => [dot(row, first), dot(row, second)] as const);
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0) || 1;
  const share = (axis: 0 | 1): number => rounded(places.reduce((sum, place) => sum + place[axis] ** 2, 0) / total);
  return { points: places.map(([x, y]) => [rounded(x), rounded(y)]), explained: [share(0), share(1)] };
}
