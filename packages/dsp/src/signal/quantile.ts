/** The value below which the share `q` (within [0, 1]) of ascending values lies, interpolated as by `numpy.quantile`. */
export function quantile(ascending: Float64Array, q: number): number {
  const position = q * (ascending.length - 1);
  const i = Math.floor(position);
  const low = ascending[i]!;
  return low + (position - i) * ((ascending[i + 1] ?? low) - low);
}
