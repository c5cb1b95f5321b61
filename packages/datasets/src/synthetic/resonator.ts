/**
 * A digital resonator: one pole pair, gain 1 at 0 Hz.
 *
 * Source: D. H. Klatt, Software for a cascade/parallel formant synthesizer, JASA 67(3), 1980.
 */
export class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #last = 0;
  #lastButOne = 0;

  /** Tunes it; its memory is kept, so that tuning while running glides. All in Hz. */
  tune(frequency: number, bandwidth: number, sampleRate: number): void {
    const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
    this.#c = -radius * radius;
    this.#b = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
    this.#a = 1 - this.#b - this.#c;
  }

  /** The output for the next input sample. */
  next(input: number): number {
    const output = this.#a * input + this.#b * this.#last + this.#c * this.#lastButOne;
    this.#lastButOne = this.#last;
    this.#last = output;
    return output;
  }
}
