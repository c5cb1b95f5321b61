/** The embeddings of clips in two dimensions. */
export interface EmbeddingMap {
  /** A point for each clip: its coordinates on the two axes of greatest variance. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Share of the variance along each axis, in [0, 1]. */
  readonly explained: readonly [x: number, y: number];
}

/** Digits of coordinates: they are for plots, and files stay small. */
const DIGITS = 5;

const rounded = (value: number | undefined): number => Number((value || 0).toPrecision(DIGITS));

/** Returns 1 or -1, by which the largest component of an axis is above 0: the sign of an axis has no meaning. */
function signOf(axis: readonly number[] | undefined): 1 | -1 {
  const largest = axis?.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most)) ?? 0;
  return largest < 0 ? -1 : 1;
}

/**
 * Returns vectors in two dimensions, by principal component analysis: it is linear and has no settings, so that distances
 * on the map are those along the two axes, and the same vectors always give the same map.
 *
 * @param vectors [clips][units], at least one clip.
 */
export async function mapEmbeddings(vectors: readonly (readonly number[])[]): Promise<EmbeddingMap> {
  const { PCA } = await import('ml-pca');
  const rows = vectors.map((vector) => [...vector]);
  const analysis = new PCA(rows);
  const [first, second] = analysis.getLoadings().to2DArray();
  const [x, y] = analysis.getExplainedVariance();
  const places = analysis.predict(rows).to2DArray();
  return {
    points: places.map(([along, across]) => [rounded(signOf(first) * along!), rounded(signOf(second) * (across ?? 0))]),
    explained: [rounded(x), rounded(y)],
  };
}
