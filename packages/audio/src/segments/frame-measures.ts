import { createFft, getWindow } from '@ser/dsp';
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

/** Measures one frame after another of samples at one rate. */
export interface FrameMeter {
  /** Samples between frames, and in one frame. */
  readonly hop: number;
  readonly size: number;
  /**
   * Measures the frame that begins at `start`; samples past the end count as zeros.
   *
   * @returns its level within the band of speech in dB, and its flatness, see {@link FrameMeasures}.
   */
  measure(samples: Float32Array, start: number): { level: number; flatness: number };
}

/** Prepares the measures of frames at a sample rate in Hz. */
export function createFrameMeter(sampleRate: number): FrameMeter {
  const size = Math.max(2, Math.round(FRAME * sampleRate));
  const hop = Math.max(1, Math.round(HOP * sampleRate));
  const fft = createFft(size);
  const window = getWindow('hann', size);
  const frame = new Float64Array(size);
  const power = new Float64Array(fft.bins);
  const energy = window.reduce((sum, weight) => sum + weight * weight, 0);
  const from = Math.max(1, Math.ceil((BAND.low * size) / sampleRate));
  const to = Math.max(from + 1, Math.min(fft.bins - 1, Math.floor((BAND.high * size) / sampleRate)));
  return {
    hop,
    size,
    measure(samples, start) {
      for (let i = 0; i < size; i++) frame[i] = (samples[start + i] ?? 0) * window[i]!;
      fft.power(power, frame);
      let sum = 0;
      let logs = 0;
      for (let k = from; k < to; k++) {
        sum += power[k]!;
        logs += Math.log(power[k]! + 1e-20);
      }
      return {
        level: Math.max(FLOOR, 10 * Math.log10((2 * sum) / (size * energy) + 1e-20)),
        flatness: sum > 0 ? Math.min(1, Math.exp(logs / (to - from)) / (sum / (to - from))) : 1,
      };
    },
  };
}

/** Returns the measures of each frame; a recording shorter than one frame is padded with zeros. */
export function measureFrames({ samples, sampleRate }: Audio): FrameMeasures {
  const { size, hop, measure } = createFrameMeter(sampleRate);
  const frames = Math.max(1, 1 + Math.floor((samples.length - size) / hop));
  const level = new Float32Array(frames);
  const flatness = new Float32Array(frames);
  for (let t = 0; t < frames; t++) {
    const measures = measure(samples, t * hop);
    level[t] = measures.level;
    flatness[t] = measures.flatness;
  }
  return { level, flatness, hop, size };
}
