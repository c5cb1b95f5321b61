import { createPowerSpectra, getWindow } from '@ser/dsp';
import type { Audio } from '../audio.js';

/** Measures of each frame. */
export interface FrameMeasures {
  /** Power within the band of speech, in dB. */
  level: Float32Array;
  /** Geometric over arithmetic mean of the power spectrum in that band: near 0 for tones, about 0.56 for noise. */
  flatness: Float32Array;
  /** Samples between frames, and in one frame. */
  hop: number;
  size: number;
}

/** Seconds. */
const FRAME = 0.032;
const HOP = 0.01;
/** The band that holds most of speech and little of hum and hiss, in Hz. */
const BAND = { low: 100, high: 4000 };
/** Digital silence has this level, in dB. */
const FLOOR = -120;
/** Frames that are measured at a time. */
const BLOCK = 32;
/** Powers whose product has one logarithm: it stays within the range of doubles. */
const FACTORS = 8;

/** Where the measures of frames are written to. */
type Measures = { readonly [K in 'level' | 'flatness']: Float32Array | Float64Array };

/** Measures one frame after another of samples at one rate. */
export interface FrameMeter {
  /** Samples between frames, and in one frame. */
  readonly hop: number;
  readonly size: number;
  /**
   * Measures the frames that begin at `start`, `start + hop`, … until the arrays from `out` are full; samples past the end
   * count as zeros. What is found depends on the frame alone.
   */
  measure(samples: Float32Array, start: number, out: Measures): void;
}

/** Prepares the measures of frames at a sample rate in Hz. */
export function createFrameMeter(sampleRate: number): FrameMeter {
  const size = Math.max(2, Math.round(FRAME * sampleRate));
  const hop = Math.max(1, Math.round(HOP * sampleRate));
  const spectra = createPowerSpectra(size);
  const { bins } = spectra;
  const scale = 2 / (size * getWindow('hann', size).reduce((sum, weight) => sum + weight * weight, 0));
  const from = Math.max(1, Math.ceil((BAND.low * size) / sampleRate));
  const to = Math.max(from + 1, Math.min(bins - 1, Math.floor((BAND.high * size) / sampleRate)));
  let held = new Float64Array(0);
  let powers = new Float64Array(0);
  return {
    hop,
    size,
    measure(samples, start, { level, flatness }) {
      const most = Math.min(BLOCK, level.length);
      if (powers.length < most * bins) {
        held = new Float64Array((most - 1) * hop + size);
        powers = new Float64Array(most * bins);
      }
      for (let first = 0; first < level.length; first += most) {
        const count = Math.min(most, level.length - first);
        const begin = start + first * hop;
        const length = Math.min((count - 1) * hop + size, samples.length - begin);
        for (let i = 0; i < length; i++) held[i] = samples[begin + i]!;
        held.fill(0, length);
        spectra.write(powers, held, hop, count);
        for (let t = 0; t < count; t++)
          measureBand(powers, t * bins + from, to - from, scale, level, flatness, first + t);
      }
    },
  };
}

/** Writes level and flatness of the `count` powers from `at` on. */
function measureBand(
  powers: Float64Array,
  at: number,
  count: number,
  scale: number,
  level: Measures['level'],
  flatness: Measures['flatness'],
  t: number,
): void {
  let sum = 0;
  let logs = 0;
  for (let i = at, end = at + count; i < end; ) {
    let product = 1;
    for (const stop = Math.min(end, i + FACTORS); i < stop; i++) {
      sum += powers[i]!;
      product *= powers[i]! + 1e-20;
    }
    logs += Math.log(product);
  }
  level[t] = Math.max(FLOOR, 10 * Math.log10(scale * sum + 1e-20));
  flatness[t] = sum > 0 ? Math.min(1, Math.exp(logs / count) / (sum / count)) : 1;
}

/** Returns the measures of each frame; a recording shorter than one frame is padded with zeros. */
export function measureFrames({ samples, sampleRate }: Audio): FrameMeasures {
  const { size, hop, measure } = createFrameMeter(sampleRate);
  const frames = Math.max(1, 1 + Math.floor((samples.length - size) / hop));
  const measures = { level: new Float32Array(frames), flatness: new Float32Array(frames) };
  measure(samples, 0, measures);
  return { ...measures, hop, size };
}
