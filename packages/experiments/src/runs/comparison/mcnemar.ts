/** The exact test is used for fewer disagreements than this. */
const EXACT_BELOW = 25;

/** The outcome of `mcNemarTest`. */
export interface McNemar {
  /** Utterances that only the first run recognized. */
  readonly onlyA: number;
  /** Utterances that only the second run recognized. */
  readonly onlyB: number;
  /** `exact`: the binomial test, for fewer than 25 such utterances; else `chi-square`, with continuity correction. */
  readonly method: 'exact' | 'chi-square';
  /** `exact`: the smaller of the two counts; `chi-square`: (|a − b| − 1)² / (a + b). */
  readonly statistic: number;
  /** Two-sided: the probability of such a difference, or a greater one, if both are equally good. */
  readonly pValue: number;
}

/**
 * McNemar's test (Psychometrika 12, 1947; continuity correction by Edwards, 1948) of the hypothesis that two classifiers have
 * the same error rate on the same utterances. It assumes independent utterances, which those of one speaker are not, so
 * consider the bootstrap over speakers too.
 *
 * @param onlyA number of utterances that only the first recognized.
 * @param onlyB number of utterances that only the second recognized.
 */
export function mcNemarTest(onlyA: number, onlyB: number): McNemar {
  const n = onlyA + onlyB;
  if (n < EXACT_BELOW) {
    const statistic = Math.min(onlyA, onlyB);
    return { onlyA, onlyB, method: 'exact', statistic, pValue: signTest(statistic, n) };
  }
  const statistic = Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / n;
  return { onlyA, onlyB, method: 'chi-square', statistic, pValue: erfc(Math.sqrt(statistic / 2)) };
}

/** Returns the probability of at most `k`, or at least n − k, heads in `n` throws of a fair coin; k ≤ n / 2. */
function signTest(k: number, n: number): number {
  let ways = 1;
  let sum = 1;
  for (let i = 1; i <= k; i++) {
    ways *= (n - i + 1) / i;
    sum += ways;
  }
  return Math.min(1, (2 * sum) / 2 ** n);
}

/**
 * Complementary error function of x ≥ 0, whose value at √(s / 2) is the upper tail of chi-square with one degree of
 * freedom at s: the series of erf for small x, the continued fraction of erfc for large x (Abramowitz and Stegun, 7.1.6
 * and 7.1.14).
 */
function erfc(x: number): number {
  const bell = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2) {
    let term = 2 * x;
    let sum = term;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - bell * sum;
  }
  let fraction = x;
  for (let k = 100; k >= 1; k--) fraction = x + k / 2 / fraction;
  return bell / fraction;
}
