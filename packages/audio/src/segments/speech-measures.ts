import { melSpectrogram, resample, type Signal, yin } from '@ser/dsp';
import type { Audio } from '../audio.js';

/** How a recording changes over time, over the frames that are less than 25 dB below the loudest. */
export interface SpeechMeasures {
  /** Level of the loudest frame above that of the quietest tenth of all frames, in dB. */
  readonly contrastDb: number;
  /** Share of neighboring frames with a pitch between which it glides, by 0.03 to 1.5 semitones, from 0 to 1. */
  readonly pitchGlides: number;
  /** Share of neighboring frames with a pitch between which it jumps by more than 1.5 semitones, from 0 to 1. */
  readonly pitchJumps: number;
  /** Mean change of the shape of the spectrum within 50 ms, in dB a cepstral coefficient. */
  readonly spectralChangeDb: number;
  /** Standard deviation of the shape of the spectrum, in the same unit. */
  readonly spectralSpreadDb: number;
}

const SAMPLE_RATE = 16000;
const HOP = 160;
const BANDS = 26;
const CEPSTRA = 8;
/** Frames of 10 ms between which the spectrum is compared. */
const STEP = 5;
const ACTIVE_DB = 25;
const FLOOR = 1e-10;
/** Hz. */
const PITCH = { fMin: 70, fMax: 500 };
/** Semitones between neighboring frames. */
const GLIDE = { least: 0.03, most: 1.5 };

/**
 * The rate at which pitch is looked for, in Hz: voices need no more, and it costs a quarter of that at 16 kHz. Their pitch
 * lies so far below half of it that a short filter is enough.
 */
const PITCH_RATE = SAMPLE_RATE / 2;

/** cos(π (k + 1) (b + 1/2) / bands), [cepstrum][band]. */
const COSINES = Array.from({ length: CEPSTRA }, (_, k) =>
  Float64Array.from({ length: BANDS }, (_, b) => Math.cos((Math.PI * (k + 1) * (b + 0.5)) / BANDS) / BANDS),
);

/** Returns a recording at the rate that speech is measured at. */
export const atMeasuredRate = (audio: Audio): Audio =>
  audio.sampleRate === SAMPLE_RATE
    ? audio
    : { samples: new Float32Array(resample(audio, SAMPLE_RATE).samples), sampleRate: SAMPLE_RATE };

/** Measures a recording at 16 kHz. */
export function measureSpeech(signal: Audio): SpeechMeasures {
  const { data, frames } = melSpectrogram(signal, { nFft: 512, hopLength: HOP, nMels: BANDS, fMax: 4000 });
  const levels = new Float64Array(frames);
  let loudest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < frames; t++) {
    let sum = 0;
    for (let i = t * BANDS; i < (t + 1) * BANDS; i++) sum += data[i]!;
    levels[t] = decibels(sum);
    loudest = Math.max(loudest, levels[t]!);
  }
  const quiet = levels.slice().sort()[Math.floor(frames / 10)]!;
  const active: number[] = [];
  for (let t = 0; t < frames; t++) if (levels[t]! > loudest - ACTIVE_DB) active.push(t);
  const shapes = cepstra(data, active);
  return {
    contrastDb: loudest - quiet,
    ...pitchMovement(signal, active),
    spectralChangeDb: meanChange(active, shapes),
    spectralSpreadDb: spreadOf(shapes),
  };
}

const decibels = (power: number): number => 10 * Math.log10(power + FLOOR);

/** The shapes of spectra: cosine coefficients of their bands in dB, without the level, one frame after the other. */
function cepstra(bands: Float32Array, frames: readonly number[]): Float64Array {
  const shapes = new Float64Array(frames.length * CEPSTRA);
  const levels = new Float64Array(BANDS);
  for (let i = 0; i < frames.length; i++) {
    for (let b = 0; b < BANDS; b++) levels[b] = decibels(bands[frames[i]! * BANDS + b]!);
    for (let k = 0; k < CEPSTRA; k++) {
      const cosines = COSINES[k]!;
      let sum = 0;
      for (let b = 0; b < BANDS; b++) sum += levels[b]! * cosines[b]!;
      shapes[i * CEPSTRA + k] = sum;
    }
  }
  return shapes;
}

/** The mean square of the differences of two shapes, the first ones at `i` and `j`. */
function squareDistance(a: Float64Array, i: number, b: Float64Array, j: number): number {
  let sum = 0;
  for (let k = 0; k < CEPSTRA; k++) sum += (a[i + k]! - b[j + k]!) ** 2;
  return sum / CEPSTRA;
}

function meanChange(active: readonly number[], shapes: Float64Array): number {
  let sum = 0;
  let pairs = 0;
  for (let i = STEP; i < active.length; i++) {
    if (active[i] !== active[i - STEP]! + STEP) continue;
    sum += Math.sqrt(squareDistance(shapes, i * CEPSTRA, shapes, (i - STEP) * CEPSTRA));
    pairs++;
  }
  return pairs > 0 ? sum / pairs : 0;
}

function spreadOf(shapes: Float64Array): number {
  const count = shapes.length / CEPSTRA;
  const mean = new Float64Array(CEPSTRA);
  for (let i = 0; i < shapes.length; i++) mean[i % CEPSTRA]! += shapes[i]! / count;
  let sum = 0;
  for (let i = 0; i < shapes.length; i += CEPSTRA) sum += squareDistance(shapes, i, mean, 0);
  return Math.sqrt(sum / count);
}

function pitchMovement(signal: Signal, active: readonly number[]): Pick<SpeechMeasures, 'pitchGlides' | 'pitchJumps'> {
  const { data } = yin(resample(signal, PITCH_RATE, { filter: 'scipy' }), {
    ...PITCH,
    frameLength: 400,
    hopLength: HOP / 2,
    troughThreshold: 0.15,
  });
  const pitchAt = (t: number): number | undefined => {
    const pitch = data[t];
    // At the edges of the range nothing was found.
    return pitch !== undefined && pitch > PITCH.fMin + 2 && pitch < PITCH.fMax - 5 ? 12 * Math.log2(pitch) : undefined;
  };
  let [pairs, glides, jumps] = [0, 0, 0];
  for (const [i, t] of active.entries()) {
    const now = pitchAt(t);
    const before = active[i - 1] === t - 1 ? pitchAt(t - 1) : undefined;
    if (now === undefined || before === undefined) continue;
    pairs++;
    const step = Math.abs(now - before);
    if (step > GLIDE.most) jumps++;
    else if (step > GLIDE.least) glides++;
  }
  return { pitchGlides: pairs > 0 ? glides / pairs : 0, pitchJumps: pairs > 0 ? jumps / pairs : 0 };
}
