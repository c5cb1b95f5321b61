import { SerError } from '@ser/core';

/** Samples that wait to be read may last this long, in seconds. */
const MOST_SECONDS = 30;

/** Seconds over which the load is measured. */
const LOAD_SECONDS = 2;

/** Samples between a microphone that cannot wait and the recognizer that may. */
export class SampleQueue implements AsyncIterable<Float32Array> {
  readonly sampleRate: number;
  readonly #onLoad: (share: number) => void;
  readonly #clock: () => number;
  readonly #blocks: Float32Array[] = [];
  #waitingSamples = 0;
  #ended = false;
  #error: SerError | undefined;
  #wake: () => void = () => {};
  #idle = 0;
  #since: number;

  /**
   * @param sampleRate the rate of the samples in Hz.
   * @param onLoad receives, about every 2 s, the share of the time in which the reader was at work.
   * @param clock the time in milliseconds.
   */
  constructor(sampleRate: number, onLoad: (share: number) => void, clock: () => number = () => performance.now()) {
    this.sampleRate = sampleRate;
    this.#onLoad = onLoad;
    this.#clock = clock;
    this.#since = clock();
  }

  /** Seconds of sound that wait to be read. The recognizer leaves out updates while these are many. */
  get waiting(): number {
    return this.#waitingSamples / this.sampleRate;
  }

  push(samples: Float32Array): void {
    if (this.#ended) return;
    this.#blocks.push(samples);
    this.#waitingSamples += samples.length;
    if (this.waiting > MOST_SECONDS) {
      this.#error = new SerError('UNSUPPORTED_PLATFORM', `the sound is ${MOST_SECONDS} s ahead of the recognizer`, {
        hint: 'Close other programs, or use a faster device.',
      });
      this.#ended = true;
    }
    this.#wake();
  }

  /** Ends the samples; a reader gets what waits. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array, void, undefined> {
    for (;;) {
      const block = this.#blocks.shift();
      if (block) {
        this.#waitingSamples -= block.length;
        yield block;
      } else if (this.#ended) {
        if (this.#error) throw this.#error;
        return;
      } else await this.#next();
    }
  }

  /** Waits for samples, and counts how long. */
  async #next(): Promise<void> {
    const began = this.#clock();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const now = this.#clock();
    this.#idle += now - began;
    const elapsed = now - this.#since;
    if (elapsed < 1000 * LOAD_SECONDS) return;
    this.#onLoad(1 - this.#idle / elapsed);
    this.#idle = 0;
    this.#since = now;
  }
}
