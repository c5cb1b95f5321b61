type Vector = ArrayLike<number>;

/** The sum of `of(value, index)` over a vector; of its values by default. */
export function sum(vector: Vector, of: (value: number, i: number) => number = (value) => value): number {
  let total = 0;
  for (let i = 0; i < vector.length; i++) total += of(vector[i]!, i);
  return total;
}

/** The mean of `of(value, index)` over a vector; of its values by default. NaN if it is empty. */
export function mean(vector: Vector, of?: (value: number, i: number) => number): number {
  return sum(vector, of) / vector.length;
}

/** The first index of the largest value, leaving out `margin` values at both ends. */
export function argMax(vector: Vector, margin = 0): number {
  let best = margin;
  for (let i = margin; i < vector.length - margin; i++) if (vector[i]! > vector[best]!) best = i;
  return best;
}
