/** Returns the extremum of the parabola through `x[i - 1 … i + 1]`, relative to `i`; 0 if not within (-1, 1), or at the ends. */
export function parabolicShift(x: Float64Array, i: number): number {
  const curvature = x[i + 1]! + x[i - 1]! - 2 * x[i]!;
  const slope = (x[i + 1]! - x[i - 1]!) / 2;
  return Math.abs(slope) < Math.abs(curvature) ? -slope / curvature : 0;
}
