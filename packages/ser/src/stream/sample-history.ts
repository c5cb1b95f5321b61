/** Keeps the last samples of a stream, by their position from its start. */
export class SampleHistory {
  #samples = new Float32Array(2 ** 16);
  /** Position of the first sample that is kept. */
  #first = 0;
  #length = 0;

  /** Samples so far. */
  get end(): number {
    return this.#first + this.#length;
  }

  push(samples: Float32Array): void {
    const needed = this.#length + samples.length;
    if (needed > this.#samples.length) {
      const larger = new Float32Array(2 ** Math.ceil(Math.log2(needed)));
      larger.set(this.#samples.subarray(0, this.#length));
      this.#samples = larger;
    }
    this.#samples.set(samples, this.#length);
    this.#length = needed;
  }

  /** Forgets the samples before a position. */
  forget(before: number): void {
    const drop = Math.min(before - this.#first, this.#length);
    // Moving the rest has its cost too, so it is done rarely.
    if (drop < this.#samples.length / 4) return;
    this.#samples.copyWithin(0, drop, this.#length);
    this.#first += drop;
    this.#length -= drop;
  }

  /** Returns a copy of the samples from one position up to another. */
  slice(from: number, to: number): Float32Array {
    return this.#samples.slice(from - this.#first, to - this.#first);
  }
}
