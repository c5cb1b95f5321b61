/**
 * Soft targets of a batch, row-major `[rows, classes]`: one-hot, smoothed by `labelSmoothing` (Szegedy et al., 2016),
 * times the weight of the row's class, divided by `batchRows`. With them the loss is −Σ target · log p.
 */
export function weightedTargets(
  labels: readonly number[],
  {
    classWeights,
    labelSmoothing,
    batchRows,
  }: { classWeights: Float32Array; labelSmoothing: number; batchRows: number },
): Float32Array {
  const classes = classWeights.length;
  const targets = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) {
    const weight = classWeights[label]! / batchRows;
    targets.fill((weight * labelSmoothing) / classes, row * classes, (row + 1) * classes);
    targets[row * classes + label]! += weight * (1 - labelSmoothing);
  }
  return targets;
}
