/**
 * Soft targets of a batch, row-major `[rows, classes]`: one-hot, smoothed by `labelSmoothing` (Szegedy et al., 2016),
 * times the weight of the row's class and that of
 * the row itself, divided by `batchRows`. With them the loss is −Σ target · log p.
 */
export function weightedTargets(
  labels: readonly number[],
  {
    classWeights,
    rowWeights,
    labelSmoothing,
    batchRows,
  }: { classWeights: Float32Array; rowWeights?: readonly number[]; labelSmoothing: number; batchRows: number },
): Float32Array {
  const classes = classWeights.length;
  const targets = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) {
    const weight = (classWeights[label]! * (rowWeights?.[row] ?? 1)) / batchRows;
    targets.fill((weight * labelSmoothing) / classes, row * classes, (row + 1) * classes);
    targets[row * classes + label]! += weight * (1 - labelSmoothing);
  }
  return targets;
}
