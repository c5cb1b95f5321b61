import type { Random } from '@ser/core';

/** Settings of a voice source. */
export interface GlottalSettings {
  readonly sampleRate: number;
  /** Fraction of the period in which the glottis is open, 0.3 to 0.9. */
  readonly openQuotient: number;
  /** Standard deviation of the period from one to the next, as a fraction of it. */
  readonly jitter: number;
  /** Standard deviation of the pulses' amplitude, as a fraction of it. */
  readonly shimmer: number;
  /** Attenuation at 3 kHz in dB, 0 or more. */
  readonly tilt: number;
}

/**
 * The derivative of glottal flow, pulse by pulse: `2x - 3x²` while the glottis is open, closing abruptly, 0 while it is
 * closed, through a first-order low-pass filter that sets the spectral tilt.
 *
 * Sources: A. E. Rosenberg, Effect of glottal pulse shape on the quality of natural vowels, JASA 49, 1971; the
 * parameters of D. H. Klatt and L. C. Klatt, JASA 87(2), 1990.
 */
export class GlottalSource {
  readonly #settings: GlottalSettings;
  readonly #random: Random;
  readonly #smoothing: number;
  #phase = 0;
  #period = 1;
  #amplitude = 1;
  #last = 0;

  constructor(settings: GlottalSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
    this.#smoothing = smoothingFor(settings.tilt, settings.sampleRate);
  }

  /** True if the glottis is open at the last sample. */
  get open(): boolean {
    return this.#phase < this.#settings.openQuotient;
  }

  /** Returns the next sample, for a pitch in Hz. */
  next(pitch: number): number {
    const { sampleRate, openQuotient, jitter, shimmer } = this.#settings;
    this.#phase += pitch / (sampleRate * this.#period);
    if (this.#phase >= 1) {
      this.#phase -= 1;
      this.#period = Math.max(0.5, 1 + this.#random.normal(0, jitter));
      this.#amplitude = Math.max(0.1, 1 + this.#random.normal(0, shimmer));
    }
    const x = this.#phase / openQuotient;
    const flow = x < 1 ? this.#amplitude * x * (2 - 3 * x) : 0;
    this.#last += (1 - this.#smoothing) * (flow - this.#last);
    return this.#last;
  }
}

/** The coefficient of `y += (1 - a)(x - y)` that attenuates 3 kHz by `decibels`. */
function smoothingFor(decibels: number, sampleRate: number): number {
  // |H|² = (1 - a)² / (1 - 2a cos w + a²) = g, solved for a.
  const gain = 10 ** (-Math.max(0, decibels) / 10);
  if (gain >= 1) return 0;
  const half = (1 - gain * Math.cos((2 * Math.PI * 3000) / sampleRate)) / (1 - gain);
  return half - Math.sqrt(half * half - 1);
}
