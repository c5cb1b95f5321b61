import { createFrontEnd, type FrontEndStream } from '@ser/dsp';
import { MEL_BANDS } from './messages.js';

/** Samples from column to column. */
const HOP = 256;

/** Decibels that are shown as 0 and as 255. */
const [DARKEST, BRIGHTEST] = [-50, 20];

/** Columns of pictures: for each hop the mel bands, and the lowest and highest sample. */
export interface Columns {
  /** Bands × columns, band after band in a column, the lowest frequency first; 0 to 255. */
  readonly mel: Uint8Array<ArrayBuffer>;
  /** Lowest and highest sample of each column. */
  readonly peaks: Float32Array<ArrayBuffer>;
}

/** Makes waveform and mel spectrogram of samples that come piece by piece. */
export class PictureColumns {
  /** Columns per second. */
  readonly rate: number;
  readonly #frames: FrontEndStream;
  /** Lowest and highest sample of the hops for which there is no mel column yet; the last one is not complete. */
  #hops: [number, number][] = [[1, -1]];
  #inHop = 0;

  /** @param sampleRate in Hz. */
  constructor(sampleRate: number) {
    const fMax = Math.min(8000, sampleRate / 2);
    this.rate = sampleRate / HOP;
    this.#frames = createFrontEnd({
      sampleRate,
      features: [{ kind: 'logMel', nMels: MEL_BANDS, fMax, amin: 1e-6 }],
      frame: { nFft: 512, hopLength: HOP },
    }).stream({ sampleRate });
  }

  /** Takes samples and returns the columns that became complete. */
  push(samples: Float32Array): Columns {
    this.#addPeaks(samples);
    const { data, frames } = this.#frames.push(samples);
    const mel = Uint8Array.from(
      data.subarray(0, frames * MEL_BANDS),
      (db) => 255 * Math.max(0, Math.min(1, (db - DARKEST) / (BRIGHTEST - DARKEST))),
    );
    const done = this.#hops.splice(0, Math.min(frames, this.#hops.length - 1));
    const peaks = new Float32Array(2 * frames);
    for (let i = 0; i < frames; i++) peaks.set(done[i] ?? [0, 0], 2 * i);
    return { mel, peaks };
  }

  #addPeaks(samples: Float32Array): void {
    for (const sample of samples) {
      const hop = this.#hops.at(-1)!;
      if (sample < hop[0]) hop[0] = sample;
      if (sample > hop[1]) hop[1] = sample;
      this.#inHop++;
      if (this.#inHop < HOP) continue;
      this.#inHop = 0;
      this.#hops.push([1, -1]);
    }
  }
}
