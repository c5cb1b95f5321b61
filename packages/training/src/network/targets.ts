/** Options of {@link weightedTargets}. */
export interface TargetOptions {
  readonly classWeights: Float32Array;
  readonly rowWeights?: readonly number[] | undefined;
  readonly labelSmoothing: number;
  readonly batchRows: number;
  /** `[rows, classes]`: 1 for the classes that a row is compared with, 0 for the others; all by default. */
  readonly masks?: Float32Array | undefined;
  /** Part of the target that listeners decide, in [0, 1]; 0 by default. */
  readonly votes?: { readonly share: number; readonly ofRows: readonly (readonly number[] | undefined)[] } | undefined;
}

/**
 * Soft targets of a batch, row-major `[rows, classes]`: one-hot, mixed with the votes of listeners where there are any,
 * smoothed over the classes that the row is compared with by `labelSmoothing` (Szegedy et al., 2016),
 * times the weight of the row's class and that of
 * the row itself, divided by `batchRows`. With them the loss is −Σ target · log p.
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
