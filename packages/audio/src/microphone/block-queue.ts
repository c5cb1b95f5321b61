import { SerError } from '@ser/core';

/** Blocks that were recorded and not yet read may last this long, in seconds. */
const MOST_SECONDS = 30;

/** Blocks of samples between a recorder that cannot wait and a reader that may. */
export class BlockQueue {
  readonly #rate: number;
  readonly #blocks: Float32Array[] = [];
  #waiting = 0;
  #wake = () => {};
  #ended = false;
  #error: SerError | undefined;

  /** @param sampleRate the rate of the samples in Hz. */
  constructor(sampleRate: number) {
    this.#rate = sampleRate;
  }

  /** Seconds of sound that wait to be read. */
  get seconds(): number {
    return this.#waiting / this.#rate;
  }

  push(samples: Float32Array): void {
    if (this.#ended) return;
    this.#blocks.push(samples);
    this.#waiting += samples.length;
    if (this.seconds > MOST_SECONDS)
      this.end(
        new SerError('UNSUPPORTED_PLATFORM', `the microphone is ${MOST_SECONDS} s ahead of what reads its blocks`, {
          hint: 'Do less for each block, or in a worker.',
        }),
      );
    this.#wake();
  }

  /** Ends the blocks; a reader gets what waits, and then the error if there is one. */
  end(error?: SerError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  async *read(): AsyncGenerator<Float32Array, void, undefined> {
    for (;;) {
      const block = this.#blocks.shift();
      if (block) {
        this.#waiting -= block.length;
        yield block;
      } else if (this.#ended) {
        if (this.#error) throw this.#error;
        return;
      } else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
