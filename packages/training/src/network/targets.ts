/** Options of {@link weightedTargets}. */
export interface TargetOptions {
  readonly classWeights: Float32Array;
  readonly rowWeights?: readonly number[] | undefined;
  readonly labelSmoothing: number;
  readonly batchRows: number;
  /** `[rows, classes]`: 1 for the classes that a row is compared with, 0 for the others; all classes by default. */
  readonly masks?: Float32Array | undefined;
  /** Share of the listeners' votes in the target, in [0, 1]; 0 by default. */
  readonly votes?: { readonly share: number; readonly ofRows: readonly (readonly number[] | undefined)[] } | undefined;
}

/**
 * Returns the soft targets of a batch, row-major `[rows, classes]`: one-hot, mixed with the votes of listeners if there are
 * any, smoothed with `labelSmoothing` (Szegedy et al., 2016) over the classes that the row is compared with, multiplied by
 * the weights of the class and of the row, and divided by `batchRows`. The loss is −Σ target · log p.
 */
export function weightedTargets(
  labels: readonly number[],
  { classWeights, rowWeights, labelSmoothing, batchRows, masks, votes }: TargetOptions,
): Float32Array {
  const classes = classWeights.length;
  const targets = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) {
    const weight = (classWeights[label]! * (rowWeights?.[row] ?? 1)) / batchRows;
    const own = targets.subarray(row * classes, (row + 1) * classes);
    const mask = masks?.subarray(row * classes, (row + 1) * classes);
    const compared = mask ? mask.reduce((sum, one) => sum + one, 0) : classes;
    for (let c = 0; c < classes; c++) if (mask?.[c] !== 0) own[c] = (weight * labelSmoothing) / compared;
    const heard = votes?.ofRows[row];
    const share = heard ? votes!.share : 0;
    own[label]! += weight * (1 - labelSmoothing) * (1 - share);
    if (heard) for (let c = 0; c < classes; c++) own[c]! += weight * (1 - labelSmoothing) * share * heard[c]!;
  }
  return targets;
}
