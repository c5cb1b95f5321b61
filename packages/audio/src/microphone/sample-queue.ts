import { SerError } from '@ser/core';

/** Options of {@link SampleQueue}. */
export interface SampleQueueOptions {
  /** Longest sound that may wait to be read, in seconds. Default 30. */
  readonly maxSeconds?: number | undefined;
  /** Where the samples come from, for the error. Default `the microphone`. */
  readonly source?: string | undefined;
  /** What a user can do about a reader that is too slow. */
  readonly hint?: string | undefined;
}

/**
 * Samples between a source that cannot wait and a reader that may: `for await (const block of queue)`.
 *
 * @example
 * const queue = new SampleQueue(16000);
 * queue.push(new Float32Array(800));
 * queue.waiting; // 0.05
 * recognizer.stream(queue); // answers while samples are pushed
 */
export class SampleQueue implements AsyncIterable<Float32Array> {
  /** Rate of the samples in Hz. */
  readonly sampleRate: number;
  readonly #options: SampleQueueOptions;
  readonly #blocks: Float32Array[] = [];
  #waiting = 0;
  #wake = () => {};
  #ended = false;
  #error: SerError | undefined;

  /** @param sampleRate the rate of the samples in Hz. */
  constructor(sampleRate: number, options: SampleQueueOptions = {}) {
    this.sampleRate = sampleRate;
    this.#options = options;
  }

  /** Seconds of sound that wait to be read. */
  get waiting(): number {
    return this.#waiting / this.sampleRate;
  }

  /** Adds samples. After the end, they are left out; a reader that is too far behind gets an error at the end. */
  push(samples: Float32Array): void {
    if (this.#ended) return;
    const {
      maxSeconds = 30,
      source = 'the microphone',
      hint = 'Do less for each block, or in a worker.',
    } = this.#options;
    this.#blocks.push(samples);
    this.#waiting += samples.length;
    if (this.waiting > maxSeconds)
      this.end(new SerError('UNSUPPORTED_PLATFORM', `${source} is ${maxSeconds} s ahead of its reader`, { hint }));
    this.#wake();
  }

  /** Ends the samples; a reader gets what waits, and then the error if there is one. */
  end(error?: SerError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array, void, undefined> {
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
