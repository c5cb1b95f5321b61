import { check, integer, within } from '../signal/check.js';
import { roundEven } from '../signal/round-even.js';
import type { Signal } from '../signal/types.js';
import { betaCdf } from './beta-cdf.js';
import { createVoicingDecoder } from './voicing-decoder.js';
import { createDifferences, isTrough, type PitchOptions, periodOf } from './yin.js';

/** Options of {@link pyin}; names, meaning and defaults are librosa's. */
export interface PyinOptions extends PitchOptions {
  /** Number of thresholds that are tried on the difference function. Default 100. */
  readonly nThresholds?: number | undefined;
  /** Parameters of the beta distribution of thresholds, both positive. Default [2, 18]. */
  readonly betaParameters?: readonly [number, number] | undefined;
  /** Strength of the preference for shorter periods, above 0. Default 2. */
  readonly boltzmannParameter?: number | undefined;
  /** Step of the pitch grid in semitones, within [0.01, 1]. Default 0.1. */
  readonly resolution?: number | undefined;
  /** Fastest change of pitch, in octaves a second. Default 35.92. */
  readonly maxTransitionRate?: number | undefined;
  /** Probability of a change between voiced and unvoiced from frame to frame, within [0, 1]. Default 0.01. */
  readonly switchProb?: number | undefined;
  /** Weight of the global minimum where no trough is below a threshold, within [0, 1]. Default 0.01. */
  readonly noTroughProb?: number | undefined;
  /** Frequency given to unvoiced frames; `null` for the best guess. Default NaN. */
  readonly fillNa?: number | null | undefined;
}

/** The pitch of each frame. */
export interface PitchTrack {
  /** Fundamental frequency in Hz; `fillNa` where unvoiced. */
  readonly f0: Float64Array;
  /** 1 for voiced frames, 0 for the others. */
  readonly voiced: Uint8Array;
  /** Probability that the frame is voiced, within [0, 1]. */
  readonly voicedProbability: Float64Array;
}

/** Most products of pitches with the reach of a move, or with a sixteenth of the frames. */
const LARGEST_COST = 2 ** 24;

/** Writes the probability of each pitch of the grid, given a frame's difference function. */
type Observe = (difference: Float64Array, out: Float64Array) => void;

function createObserver(
  {
    nThresholds,
    betaParameters: [a, b],
    boltzmannParameter,
    noTroughProb,
  }: {
    readonly nThresholds: number;
    readonly betaParameters: readonly [number, number];
    readonly boltzmannParameter: number;
    readonly noTroughProb: number;
  },
  pitchBin: (difference: Float64Array, trough: number) => number,
): Observe {
  const thresholds = Float64Array.from({ length: nThresholds }, (_, i) => (i + 1) * (1 / nThresholds));
  thresholds[nThresholds - 1] = 1;
  const cdf = thresholds.map((x) => betaCdf(x, a, b));
  const prior = cdf.map((p, i) => p - (cdf[i - 1] ?? 0));
  const decay = Math.exp(-boltzmannParameter);
  /** The weights of the troughs below a threshold, from the shortest period on, for each number of them. */
  const weights: Float64Array[] = [];
  const weightsOf = (count: number) => {
    weights[count] ??= Float64Array.from(
      { length: count },
      (_, position) => ((1 - decay) / (1 - decay ** count)) * decay ** position,
    );
    return weights[count];
  };
  let troughs = new Int32Array(0);
  let probabilities = new Float64Array(0);
  return (difference, out) => {
    if (troughs.length < difference.length) {
      troughs = new Int32Array(difference.length);
      probabilities = new Float64Array(difference.length);
    }
    let found = 0;
    let lowest = 0;
    for (let i = 0; i < difference.length; i++) {
      if (!isTrough(difference, i)) continue;
      if (difference[i]! < difference[troughs[lowest]!]!) lowest = found;
      probabilities[found] = 0;
      troughs[found++] = i;
    }
    for (let j = 0; j < nThresholds && found > 0; j++) {
      const threshold = thresholds[j]!;
      let below = 0;
      for (let n = 0; n < found; n++) if (difference[troughs[n]!]! < threshold) below++;
      if (below === 0) probabilities[lowest]! += noTroughProb * prior[j]!;
      const shares = weightsOf(below);
      for (let n = 0, position = 0; position < below; n++)
        if (difference[troughs[n]!]! < threshold) probabilities[n]! += shares[position++]! * prior[j]!;
    }
    out.fill(0);
    for (let n = 0; n < found; n++)
      if (probabilities[n]! > 0) out[pitchBin(difference, troughs[n]!)] = probabilities[n]!;
  };
}

/** Observations and decoding of pitch for frames of one length and hop. */
export interface PyinPlan {
  /** Pitches of the grid. */
  readonly pitches: number;
  /** Writes the probability of each pitch, and of one beyond the grid, which counts for nothing as in librosa. */
  observe: Observe;
  /** The probability that a frame is voiced, given its observations. */
  voicedProbability(observed: Float64Array): number;
  /** The most probable path through the observations of `frames` frames: frequencies in Hz, and which are voiced. */
  decode(frames: number, observationsOf: (frame: number) => Float64Array): Pick<PitchTrack, 'f0' | 'voiced'>;
}

/** Checks the options of pYIN and prepares it. */
export function createPyin(
  { sampleRate, hop, minPeriod }: { readonly sampleRate: number; readonly hop: number; readonly minPeriod: number },
  {
    fMin,
    fMax,
    nThresholds = 100,
    betaParameters = [2, 18],
    boltzmannParameter = 2,
    resolution = 0.1,
    maxTransitionRate = 35.92,
    switchProb = 0.01,
    noTroughProb = 0.01,
    fillNa = Number.NaN,
  }: PyinOptions,
): PyinPlan {
  integer('nThresholds', nThresholds, 1, 10_000);
  for (const parameter of betaParameters) within('betaParameters', parameter, 0.01, 500);
  within('boltzmannParameter', boltzmannParameter, 1e-6, 500);
  within('resolution', resolution, 0.01, 1);
  within('switchProb', switchProb, 0, 1);
  within('noTroughProb', noTroughProb, 0, 1);
  const binsPerSemitone = Math.ceil(1 / resolution);
  const pitches = Math.floor(12 * binsPerSemitone * Math.log2(fMax / fMin)) + 1;
  const width = roundEven((maxTransitionRate * 12 * hop) / sampleRate) * binsPerSemitone + 1;
  check(width > 0 && width <= pitches, 'maxTransitionRate', maxTransitionRate, 'at most from fMin to fMax in a hop');
  check(pitches * width <= LARGEST_COST, 'resolution', resolution, 'coarser for so many pitches');
  const voicedProbability = (observed: Float64Array) => {
    let total = 0;
    for (let i = 0; i < pitches; i++) total += observed[i]!;
    return Math.min(1, total);
  };
  return {
    pitches,
    observe: createObserver({ nThresholds, betaParameters, boltzmannParameter, noTroughProb }, (difference, i) => {
      const hertz = sampleRate / periodOf(difference, i, minPeriod);
      return Math.min(pitches, Math.max(0, roundEven(12 * binsPerSemitone * Math.log2(hertz / fMin))));
    }),
    voicedProbability,
    decode(frames, observationsOf) {
      check(pitches * (frames / 16) <= LARGEST_COST, 'resolution', resolution, 'coarser for so long a signal');
      const decoder = createVoicingDecoder({ pitches, width, switchProb, frames });
      for (let t = 0; t < frames; t++) {
        const observed = observationsOf(t);
        decoder.add(observed, (1 - voicedProbability(observed)) / pitches);
      }
      const states = decoder.path();
      const voiced = Uint8Array.from(states, (state) => (state < pitches ? 1 : 0));
      const f0 = Float64Array.from(states, (state, t) =>
        voiced[t] || fillNa === null ? fMin * 2 ** ((state % pitches) / (12 * binsPerSemitone)) : fillNa,
      );
      return { f0, voiced };
    },
  };
}

/**
 * Fundamental frequency and voicing by probabilistic YIN (Mauch and Dixon 2014); equals `librosa.pyin`.
 *
 * @returns pitch, voicing and its probability for each frame
 * @throws SerError if the signal or an option cannot be used
 * @example
 * const { f0, voiced } = pyin({ samples, sampleRate: 16000 }, { fMin: 65, fMax: 500, frameLength: 1024 });
 */
export function pyin(signal: Signal, options: PyinOptions): PitchTrack {
  const differences = createDifferences(signal, options);
  const { frames } = differences;
  const plan = createPyin({ ...differences, sampleRate: signal.sampleRate }, options);
  const voicedProbability = new Float64Array(frames);
  const observed = new Float64Array(plan.pitches + 1);
  const track = plan.decode(frames, (t) => {
    plan.observe(differences.of(t), observed);
    voicedProbability[t] = plan.voicedProbability(observed);
    return observed;
  });
  return { ...track, voicedProbability };
}
