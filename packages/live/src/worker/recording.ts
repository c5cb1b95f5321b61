/** Full scale of samples of 16 bits. */
const FULL_SCALE = 32_767;

/** The last seconds of a recording, as samples of 16 bits. */
export class Recording {
  readonly sampleRate: number;
  readonly #ring: Int16Array;
  #written = 0;

  /**
   * @param sampleRate in Hz.
   * @param seconds how much is kept.
   */
  constructor(sampleRate: number, seconds: number) {
    this.sampleRate = sampleRate;
    this.#ring = new Int16Array(Math.ceil(sampleRate * seconds));
  }

  /** Seconds so far, kept or not. */
  get seconds(): number {
    return this.#written / this.sampleRate;
  }

  push(samples: Float32Array): void {
    const { length } = this.#ring;
    for (let i = 0; i < samples.length; i++)
      this.#ring[(this.#written + i) % length] = Math.round(FULL_SCALE * Math.max(-1, Math.min(1, samples[i]!)));
    this.#written += samples.length;
  }

  /** Returns what is kept between two times in seconds, and where that begins. */
  slice(start: number, end: number): { readonly start: number; readonly samples: Float32Array<ArrayBuffer> } {
    const { length } = this.#ring;
    const last = Math.min(Math.round(end * this.sampleRate), this.#written);
    const first = Math.min(Math.max(Math.round(start * this.sampleRate), this.#written - length, 0), last);
    const samples = Float32Array.from(
      { length: last - first },
      (_, i) => this.#ring[(first + i) % length]! / FULL_SCALE,
    );
    return { start: first / this.sampleRate, samples };
  }
}
