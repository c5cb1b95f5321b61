/** Values that are made on first use. */
export class Once {
  readonly #made = new Map<string, unknown>();

  /** Returns the value of a key, made by `make` on first use. A rejected promise is made again. */
  get<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) {
      const value = make();
      this.#made.set(key, value);
      if (value instanceof Promise) value.catch(() => this.#made.delete(key));
    }
    return this.#made.get(key) as T;
  }
}
