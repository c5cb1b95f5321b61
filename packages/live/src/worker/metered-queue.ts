import { SampleQueue } from '@ser/audio';

/** Seconds over which the load is measured. */
const LOAD_SECONDS = 2;

/** A queue of samples that measures how much of the time its reader is at work. */
export class MeteredQueue extends SampleQueue {
  readonly #onLoad: (share: number) => void;
  readonly #clock: () => number;

  /**
   * @param sampleRate the rate of the samples in Hz.
   * @param onLoad receives, about every 2 s, the share of the time in which the reader was at work.
   * @param clock the time in milliseconds.
   */
  constructor(sampleRate: number, onLoad: (share: number) => void, clock: () => number = () => performance.now()) {
    super(sampleRate, { source: 'the sound', hint: 'Close other programs, or use a faster device.' });
    this.#onLoad = onLoad;
    this.#clock = clock;
  }

  override async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array, void, undefined> {
    const blocks = super[Symbol.asyncIterator]();
    let idle = 0;
    let since = this.#clock();
    for (;;) {
      const began = this.#clock();
      const { done, value } = await blocks.next();
      if (done) return;
      const now = this.#clock();
      idle += now - began;
      if (now - since >= 1000 * LOAD_SECONDS) {
        this.#onLoad(1 - idle / (now - since));
        idle = 0;
        since = now;
      }
      yield value;
    }
  }
}
