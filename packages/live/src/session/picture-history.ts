import { KEPT_SECONDS, MEL_BANDS } from '../worker/messages.js';

/** The columns of the last minutes, which the pictures are drawn from. */
export class PictureHistory {
  /** Columns per second. */
  readonly rate: number;
  readonly #capacity: number;
  readonly #mel: Uint8Array;
  readonly #peaks: Float32Array;
  #count = 0;

  constructor(rate: number, seconds: number = KEPT_SECONDS) {
    this.rate = rate;
    this.#capacity = Math.ceil(rate * seconds);
    this.#mel = new Uint8Array(this.#capacity * MEL_BANDS);
    this.#peaks = new Float32Array(this.#capacity * 2);
  }

  /** Columns so far, kept or not. */
  get count(): number {
    return this.#count;
  }

  /** The first column that is kept. */
  get first(): number {
    return Math.max(0, this.#count - this.#capacity);
  }

  push(mel: Uint8Array, peaks: Float32Array): void {
    const columns = peaks.length / 2;
    for (let i = 0; i < columns; i++) {
      const at = (this.#count + i) % this.#capacity;
      this.#mel.set(mel.subarray(i * MEL_BANDS, (i + 1) * MEL_BANDS), at * MEL_BANDS);
      this.#peaks.set(peaks.subarray(2 * i, 2 * i + 2), 2 * at);
    }
    this.#count += columns;
  }

  /** Returns the mel bands of a column; undefined if it is not kept. */
  mel(column: number): Uint8Array | undefined {
    if (column < this.first || column >= this.#count) return undefined;
    const at = column % this.#capacity;
    return this.#mel.subarray(at * MEL_BANDS, (at + 1) * MEL_BANDS);
  }

  /** Returns the lowest and highest sample from one column up to another, not included. */
  peak(from: number, to: number): readonly [number, number] {
    let low = 0;
    let high = 0;
    for (let column = Math.max(from, this.first); column < Math.min(to, this.#count); column++) {
      const at = 2 * (column % this.#capacity);
      low = Math.min(low, this.#peaks[at]!);
      high = Math.max(high, this.#peaks[at + 1]!);
    }
    return [low, high];
  }
}
