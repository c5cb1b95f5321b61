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

/** The rate at which pitch is looked for, in Hz: voices need no more, and it costs a quarter of that at 16 kHz. */
const PITCH_RATE = SAMPLE_RATE / 2;

/** cos(π (k + 1) (b + 1/2) / bands), [cepstrum][band]. */
const COSINES = Array.from({ length: CEPSTRA }, (_, k) =>
  Float64Array.from({ length: BANDS }, (_, b) => Math.cos((Math.PI * (k + 1) * (b + 0.5)) / BANDS) / BANDS),
);

/** Returns a recording at the rate that speech is measured at. */
export const atMeasuredRate = (audio: Audio): Audio =>
  audio.sampleRate === SAMPLE_RATE
    ? audio
    : { samples: Float32Array.from(resample(audio, SAMPLE_RATE).samples), sampleRate: SAMPLE_RATE };

/** Measures a recording at 16 kHz. */
export function measureSpeech(signal: Audio): SpeechMeasures {
  const mel = melSpectrogram(signal, { nFft: 512, hopLength: HOP, nMels: BANDS, fMax: 4000 });
  const levels = Float64Array.from({ length: mel.frames }, (_, t) =>
    decibels(mel.data.subarray(t * BANDS, (t + 1) * BANDS).reduce((sum, power) => sum + power, 0)),
  );
  const loudest = levels.reduce((high, level) => Math.max(high, level), Number.NEGATIVE_INFINITY);
  const quiet = levels.slice().sort()[Math.floor(levels.length / 10)]!;
  const active = [...levels.keys()].filter((t) => levels[t]! > loudest - ACTIVE_DB);
  const shapes = active.map((t) => cepstrum(mel.data.subarray(t * BANDS, (t + 1) * BANDS)));
  return {
    contrastDb: loudest - quiet,
    ...pitchMovement(signal, active),
    spectralChangeDb: meanChange(active, shapes),
    spectralSpreadDb: spreadOf(shapes),
  };
}

const decibels = (power: number): number => 10 * Math.log10(power + FLOOR);

/** The shape of a spectrum: cosine coefficients of its bands in dB, without the level. */
function cepstrum(bands: Float32Array): number[] {
  const levels = Array.from(bands, decibels);
  return COSINES.map((cosines) => {
    let sum = 0;
    for (let b = 0; b < BANDS; b++) sum += levels[b]! * cosines[b]!;
    return sum;
  });
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.sqrt(a.reduce((sum, value, k) => sum + (value - b[k]!) ** 2, 0) / CEPSTRA);

function meanChange(active: readonly number[], shapes: readonly (readonly number[])[]): number {
  let sum = 0;
  let pairs = 0;
  for (let i = STEP; i < active.length; i++) {
    if (active[i] !== active[i - STEP]! + STEP) continue;
    sum += distance(shapes[i]!, shapes[i - STEP]!);
    pairs++;
  }
  return pairs > 0 ? sum / pairs : 0;
}

function spreadOf(shapes: readonly (readonly number[])[]): number {
  const mean = Array.from(
    { length: CEPSTRA },
    (_, k) => shapes.reduce((sum, shape) => sum + shape[k]!, 0) / shapes.length,
  );
  return Math.sqrt(shapes.reduce((sum, shape) => sum + distance(shape, mean) ** 2, 0) / shapes.length);
}

function pitchMovement(signal: Signal, active: readonly number[]): Pick<SpeechMeasures, 'pitchGlides' | 'pitchJumps'> {
  const { data } = yin(resample(signal, PITCH_RATE), {
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
