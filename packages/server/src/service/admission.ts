import { busy } from './failures.js';

/** Bodies of so many of the largest recordings may be in memory at a time. */
const BODIES = 16;

/** Limits of {@link Admission}, see `ServerOptions`. */
export interface AdmissionLimits {
  readonly threads: number;
  readonly queue: number;
  readonly maxStreams: number;
  readonly maxBytes: number;
}

/** Decides which requests are taken: it bounds what is in memory, at work and waiting. */
export class Admission {
  readonly #limits: AdmissionLimits;
  #bytes = 0;
  #predictions = 0;
  #streams = 0;
  /** Seconds that predictions took lately, on average. */
  #seconds = 0.1;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Predictions at work or waiting. */
  get predictions(): number {
    return this.#predictions;
  }

  get streams(): number {
    return this.#streams;
  }

  /** Seconds after which the queue is likely to have room. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil((this.#seconds * this.#predictions) / this.#limits.threads));
  }

  /**
   * Reserves the memory of a body.
   *
   * @param announced its length; undefined if the request does not say.
   * @returns the function that frees it; may be called again.
   */
  body(announced: number | undefined): () => void {
    const { maxBytes } = this.#limits;
    const bytes = Math.min(announced ?? maxBytes, maxBytes);
    if (this.#bytes + bytes > BODIES * maxBytes) throw busy('too many recordings are being sent', this.retryAfter);
    this.#bytes += bytes;
    return once(() => {
      this.#bytes -= bytes;
    });
  }

  /** Takes a prediction, or refuses it if the queue is full. */
  async prediction<T>(work: () => Promise<T>): Promise<T> {
    const { threads, queue } = this.#limits;
    if (this.#predictions >= threads + queue) throw busy(`${queue} predictions are waiting`, this.retryAfter);
    this.#predictions++;
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#predictions--;
      const waited = Math.max(1, this.#predictions / threads);
      this.#seconds += 0.1 * ((performance.now() - start) / 1000 / waited - this.#seconds);
    }
  }

  /** Takes a stream; returns the function that ends it. */
  stream(): () => void {
    if (this.#streams >= this.#limits.maxStreams) throw busy(`${this.#streams} streams are open`, 5);
    this.#streams++;
    return once(() => {
      this.#streams--;
    });
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
