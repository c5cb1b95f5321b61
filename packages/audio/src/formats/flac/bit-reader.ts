/** Thrown when a frame goes past the bytes at hand; a stream then waits for more of them. */
export class EndOfBytes extends Error {}

/** Reads numbers of any width, most significant bit first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Next byte to load. */
  #next: number;
  /** Up to 32 loaded bits, aligned to the top. */
  #cache = 0;
  #cached = 0;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#next = offset;
  }

  /** Position of the byte that holds the next bit. */
  get position(): number {
    return this.#next - (this.#cached >> 3);
  }

  #fill(): void {
    const bytes = this.#bytes;
    while (this.#cached <= 24) {
      if (this.#next >= bytes.length) return;
      this.#cache |= bytes[this.#next++]! << (24 - this.#cached);
      this.#cached += 8;
    }
  }

  /** An unsigned number of 0 to 25 bits. */
  #short(width: number): number {
    if (width === 0) return 0;
    if (this.#cached < width) {
      this.#fill();
      if (this.#cached < width) throw new EndOfBytes();
    }
    const value = this.#cache >>> (32 - width);
    this.#cache <<= width;
    this.#cached -= width;
    return value;
  }

  /** An unsigned number of 0 to 50 bits. */
  unsigned(width: number): number {
    if (width <= 24) return this.#short(width);
    const high = this.#short(width - 24);
    return high * 0x1000000 + this.#short(24);
  }

  /** A two's complement number of 1 to 50 bits. */
  signed(width: number): number {
    const value = this.unsigned(width);
    const half = 2 ** (width - 1);
    return value >= half ? value - 2 * half : value;
  }

  /** The number of zero bits before the next one bit, which is consumed too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      if (this.#cached === 0) {
        this.#fill();
        if (this.#cached === 0) throw new EndOfBytes();
      }
      const leading = Math.clz32(this.#cache);
      if (leading < this.#cached) {
        // A shift by 32 would be a shift by 0, hence two steps.
        this.#cache = (this.#cache << leading) << 1;
        this.#cached -= leading + 1;
        return zeros + leading;
      }
      zeros += this.#cached;
      this.#cache = 0;
      this.#cached = 0;
    }
  }

  /** A Rice-coded number with `parameter` low bits, folded so that small magnitudes are short. */
  rice(parameter: number): number {
    const quotient = this.unary();
    if (parameter <= 20 && quotient < 1024) {
      const folded = (quotient << parameter) | this.#short(parameter);
      return (folded >>> 1) ^ -(folded & 1);
    }
    const folded = quotient * 2 ** parameter + this.unsigned(parameter);
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  /**
   * As many Rice-coded numbers as there are from `first` to before `end`, written to `out`: the same as {@link rice} for
   * each. Most of a file is read here, so that the state lies in local variables and short codes are taken in one step.
   */
  riceRun(parameter: number, out: Float64Array, first: number, end: number): void {
    const bytes = this.#bytes;
    let next = this.#next;
    let cache = this.#cache;
    let cached = this.#cached;
    for (let i = first; i < end; i++) {
      while (cached <= 24 && next < bytes.length) {
        cache |= bytes[next++]! << (24 - cached);
        cached += 8;
      }
      const zeros = Math.clz32(cache);
      const width = zeros + 1 + parameter;
      if (zeros < 24 && width <= cached) {
        const low = (cache << zeros) << 1;
        const folded = parameter === 0 ? zeros : (zeros << parameter) | (low >>> (32 - parameter));
        cache = low << parameter;
        cached -= width;
        out[i] = (folded >>> 1) ^ -(folded & 1);
      } else {
        this.#next = next;
        this.#cache = cache;
        this.#cached = cached;
        out[i] = this.rice(parameter);
        next = this.#next;
        cache = this.#cache;
        cached = this.#cached;
      }
    }
    this.#next = next;
    this.#cache = cache;
    this.#cached = cached;
  }

  /** Skips to the next byte boundary and returns whether all skipped bits were zero. */
  align(): boolean {
    return this.#short(this.#cached & 7) === 0;
  }
}
