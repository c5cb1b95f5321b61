import { SerError } from '@ser/core';

/** Samples that are allocated at once where the length is not known: 1 MiB. */
const CHUNK = 2 ** 18;

/** Counts the bytes that a result takes, and refuses too many before they are allocated. */
export class ByteBudget {
  readonly #name: string;
  #left: number;
  readonly #most: number;

  constructor(name: string, maxBytes: number) {
    this.#name = name;
    this.#most = maxBytes;
    this.#left = maxBytes;
  }

  /** Takes `samples` of 4 bytes. */
  take(samples: number): void {
    this.#left -= 4 * samples;
    if (this.#left >= 0) return;
    throw new SerError('UNSUPPORTED_AUDIO', `${this.#name} decodes to more than ${this.#most} bytes of samples`, {
      hint: 'Raise maxBytes, pass a lower sampleRate, or read it in blocks with decodeAudioBlocks.',
    });
  }
}

/** Collects the samples of one channel into one array. */
export class SampleCollector {
  readonly #budget: ByteBudget;
  readonly #expected: number;
  #chunks: Float32Array[] = [];
  /** Samples in the last chunk. */
  #filled = 0;
  #length = 0;

  /** @param expected the length as far as it is known, else 0. */
  constructor(budget: ByteBudget, expected: number) {
    this.#budget = budget;
    this.#expected = expected;
  }

  /** Appends samples, which are copied unless they are all there is. */
  push(samples: Float32Array): void {
    this.#budget.take(samples.length);
    if (this.#length === 0 && samples.length === this.#expected) {
      this.#chunks = [samples];
      this.#filled = samples.length;
      this.#length = samples.length;
      return;
    }
    for (let at = 0; at < samples.length; ) {
      let chunk = this.#chunks.at(-1);
      if (!chunk || this.#filled === chunk.length) {
        chunk = new Float32Array(Math.max(CHUNK, this.#chunks.length === 0 ? this.#expected : 0));
        this.#chunks.push(chunk);
        this.#filled = 0;
      }
      const part = samples.subarray(at, at + chunk.length - this.#filled);
      chunk.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
    this.#length += samples.length;
  }

  /** Returns all samples. */
  finish(): Float32Array {
    const first = this.#chunks[0];
    if (first?.length === this.#length) return first;
    const out = new Float32Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      const part = chunk.subarray(0, this.#length - at);
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
}
