/** Middle value; the mean of the two middle ones for an even count. */
export function median(values) {
  if (values.length === 0) throw new RangeError('median of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half of the interquartile range over the median: how much the runs of one row differ. */
export function spread(values) {
  if (values.length < 4) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  return (sorted[sorted.length - 1 - quarter] - sorted[quarter]) / 2 / median(sorted);
}
