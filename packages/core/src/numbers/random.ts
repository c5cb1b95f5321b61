import { invalidArgument } from '../errors/invalid-argument.js';

/** The four 32-bit words of a generator's state, as plain JSON. */
export type RandomState = readonly [number, number, number, number];

const hash = (text: string): number => {
  // FNV-1a with a final avalanche, so that similar labels give unrelated streams.
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * Seeded random numbers: the same seed gives the same numbers on every platform.
 *
 * The generator is xoshiro128** (Blackman and Vigna, 2018), seeded through splitmix32.
 *
 * @example
 * const random = new Random(42);
 * random.fork('noise').normal(0, 0.1); // -0.1227…
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed an integer or any text. */
  constructor(seed: number | string) {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed))
      throw invalidArgument('seed', seed, 'an integer or a text');
    let s = hash(String(seed));
    const word = (): number => {
      s = (s + 0x9e3779b9) | 0;
      let z = s ^ (s >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word() | 1;
  }

  /** Returns a generator that continues from a stored `state`. */
  static from(state: RandomState): Random {
    const random = new Random(0);
    [random.#a, random.#b, random.#c, random.#d] = state;
    return random;
  }

  /** The state, which {@link Random.from} continues from. */
  get state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** Returns an independent generator, named by `label`; does not advance this one. */
  fork(label: number | string): Random {
    return new Random(`${this.#a},${this.#b},${this.#c},${this.#d}/${label}`);
  }

  /** Returns an integer in [0, 2³²). */
  uint32(): number {
    const m = Math.imul(this.#b, 5);
    const result = Math.imul((m << 7) | (m >>> 25), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Returns a number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** Returns a number in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /**
   * Returns an integer in [0, n).
   *
   * @throws SerError `INVALID_ARGUMENT` if n is not a positive integer.
   */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) throw invalidArgument('n', n, 'a positive integer');
    return Math.floor(this.next() * n);
  }

  /** Returns a normally distributed number (Box-Muller). */
  normal(mean = 0, sd = 1): number {
    const r = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + sd * r * Math.cos(2 * Math.PI * this.next());
  }

  /**
   * Returns an element of a list.
   *
   * @throws SerError `INVALID_ARGUMENT` for an empty list.
   */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw invalidArgument('items', items, 'a non-empty list');
    return items[this.integer(items.length)] as T;
  }

  /** Returns a shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = items.slice();
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }
}
