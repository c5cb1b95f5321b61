/** Blocks that are remembered: about a minute of a microphone, longer than samples may wait for the recognizer. */
const REMEMBERED = 1500;

/** Seconds by which resampling may round the end of a recording up. */
const ROUNDING = 1e-3;

/** Knows when each second of a recording was heard, and so how old an answer about it is. */
export class ArrivalClock {
  readonly #ends: number[] = [];
  readonly #times: number[] = [];

  /** Notes that a block that ends at `end` seconds has arrived at `time` milliseconds. */
  note(end: number, time: number): void {
    this.#ends.push(end);
    this.#times.push(time);
    if (this.#ends.length <= REMEMBERED) return;
    this.#ends.shift();
    this.#times.shift();
  }

  /**
   * Returns how many milliseconds before `now` the sound at `seconds` was heard; undefined for one that is forgotten or
   * yet to come. Within a block, sound is heard at its own time before the end of the block; a block that arrives late was
   * heard when those after it say.
   *
   * @example
   * clock.note(1, 5000);
   * clock.age(0.9, 5200); // 300
   */
  age(seconds: number, now: number): number | undefined {
    const at = this.#ends.findIndex((end) => end >= seconds - ROUNDING);
    if (at < 0 || (at === 0 && this.#ends.length === REMEMBERED)) return undefined;
    const heard = this.#times.slice(at).map((time, i) => time - 1000 * (this.#ends[at + i]! - seconds));
    return now - Math.min(...heard);
  }
}
