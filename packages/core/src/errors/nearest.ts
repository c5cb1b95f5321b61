/** Longest name that is compared, in UTF-16 code units. */
const MAX_LENGTH = 100;

/**
 * Returns the Damerau-Levenshtein distance of two texts in its restricted form: the number of letters to insert,
 * delete, replace or swap with their neighbor.
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}

/**
 * Returns the candidate that `name` is most likely a misspelling of; undefined if none is near. Upper and lower case
 * make no difference. Near are at most one error in three letters, counted as Damerau-Levenshtein distance; the first
 * of equally near candidates is returned.
 *
 * @example
 * nearest('ravdes', ['emodb', 'ravdess', 'savee']); // 'ravdess'
 * nearest('xyz', ['emodb', 'ravdess', 'savee']); // undefined
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const wanted = name.toLowerCase();
  let best: { candidate: string; errors: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.length > MAX_LENGTH) continue;
    const errors = distance(wanted, candidate.toLowerCase());
    if (errors * 3 > Math.max(wanted.length, candidate.length) || (best && best.errors <= errors)) continue;
    best = { candidate, errors };
  }
  return best?.candidate;
}
