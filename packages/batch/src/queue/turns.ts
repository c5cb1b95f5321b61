/** Lets works take place together, or one alone. */
export class Turns {
  readonly #together = new Set<Promise<unknown>>();
  #alone: Promise<unknown> = Promise.resolve();

  /** Does work at the same time as others, when none is alone or waits to be. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    for (let last: unknown; last !== this.#alone; ) {
      last = this.#alone;
      await this.#alone;
    }
    const running = work();
    this.#together.add(running);
    try {
      return await running;
    } finally {
      this.#together.delete(running);
    }
  }

  /** Does work when all that began before has ended; nothing else begins meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#alone.then(() => Promise.allSettled(this.#together)).then(work);
    this.#alone = turn.catch(() => {});
    return turn;
  }
}
