/**
 * Returns items by key, each group in the order of the items, the groups in order of first appearance.
 *
 * @example
 * groupBy(['ab', 'c', 'de'], ({ length }) => length); // Map { 2 → ['ab', 'de'], 1 → ['c'] }
 */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
