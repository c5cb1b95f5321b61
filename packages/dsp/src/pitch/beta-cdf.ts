/** Integral from 0 to `x` ≤ 1/2 of the density that is t^(a - 1) (1 - t)^(b - 1), as a series of positive terms. */
function integral(x: number, a: number, b: number): number {
  let term = (x ** a * (1 - x) ** b) / a;
  let sum = 0;
  for (let n = 0; term > sum * 1e-17; n++) {
    sum += term;
    term *= ((a + b + n) / (a + 1 + n)) * x;
  }
  return sum;
}

/** Probability that a beta-distributed number is at most `x`, for `x` within [0, 1] and `a`, `b` above 0 and up to 500. */
export function betaCdf(x: number, a: number, b: number): number {
  const whole = integral(0.5, a, b) + integral(0.5, b, a);
  return x > 0.5 ? 1 - integral(1 - x, b, a) / whole : integral(x, a, b) / whole;
}
