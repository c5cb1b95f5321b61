import { groupBy, type Random } from '@ser/core';

/** Draws its members in turn: all of them in random order, then all of them in another order, and so on. */
class Deck {
  readonly #members: (Deck | number)[];
  readonly #random: Random;
  #order: (Deck | number)[] = [];

  constructor(examples: readonly number[], groups: readonly (readonly string[])[], depth: number, random: Random) {
    this.#random = random;
    const depths = groups[examples[0]!]!.length;
    if (depth === depths) {
      this.#members = [...examples];
      return;
    }
    const parts = groupBy(examples, (example) => groups[example]![depth]!);
    this.#members = [...parts.values()].map((part) => new Deck(part, groups, depth + 1, random));
  }

  draw(): number {
    if (this.#order.length === 0) this.#order = this.#random.shuffle(this.#members);
    const next = this.#order.pop()!;
    return typeof next === 'number' ? next : next.draw();
  }
}

/**
 * Returns an order of as many rows as there are examples, in which each run of neighbors is spread evenly over the groups:
 * first over those of the first kind, within each of them over those of the second kind, and so on. Examples of small groups
 * occur several times, some of large groups not at all.
 *
 * @param groups the groups of each example, one of each kind, the same number for all examples.
 */
export function balancedOrder(groups: readonly (readonly string[])[], random: Random): number[] {
  const deck = new Deck([...groups.keys()], groups, 0, random);
  return groups.map(() => deck.draw());
}
