import { check, oneOf, positive } from '../signal/check.js';
import { DB } from '../spectral/mel/decibels.js';
import { applyMel, createMel, hzToMel, type MelAxis } from '../spectral/mel/mel.js';
import { createCepstrum } from '../spectral/mel/mfcc.js';
import { bandwidthOf } from '../spectral/shape/spectral-bandwidth.js';
import { centroidOf } from '../spectral/shape/spectral-centroid.js';
import { binFrequencies } from '../spectral/shape/spectral-feature.js';
import { flatnessOf } from '../spectral/shape/spectral-flatness.js';
import { rolloffOf } from '../spectral/shape/spectral-rolloff.js';
import { frameRms } from '../waveform/rms.js';
import { frameZeroCrossingRate } from '../waveform/zero-crossing-rate.js';
import type { FeatureSpec, FrontEndConfig } from './front-end-config.js';
import type { FrontEndFrames } from './front-end-frames.js';

/** A frame under analysis: its samples from `x[at]`, and its spectrum. */
export interface FrameView {
  x: Float64Array;
  at: number;
  readonly power: Float64Array;
  readonly magnitude: Float64Array;
}

/** One kind of feature, prepared. */
export interface Feature {
  /** One name for each value of the final vector. */
  readonly names: readonly string[];
  /** Values of the first step. */
  readonly size: number;
  /** Range below the clip's largest first-step value to which lower ones are raised. */
  readonly topDb: number | null;
  /** Whether `magnitude` of the frame is looked at. */
  readonly magnitude: boolean;
  /** First step: from a frame to `size` values at `row[at]`. */
  analyze(frame: FrameView, row: Float64Array, at: number): void;
  /** Second step: from those values to one for each name at `out[to]`. */
  finish(row: Float64Array, at: number, out: Float64Array, to: number): void;
}

/** librosa's defaults; one object for all frames. */
const DEFAULTS = {};

const copy =
  (size: number): Feature['finish'] =>
  (row, at, out, to) => {
    for (let i = 0; i < size; i++) out[to + i] = row[at + i]!;
  };

/** Prepares one kind of feature. */
export function createFeature(
  spec: FeatureSpec,
  { sampleRate, frame: { nFft } }: FrontEndConfig,
  frames: FrontEndFrames,
): Feature {
  const hz = binFrequencies(sampleRate, nFft);
  const { length } = frames;
  const { rollPercent = 0.85 } = spec as { rollPercent?: number };
  check(rollPercent > 0 && rollPercent < 1, 'rollPercent', rollPercent, 'within (0, 1)');
  // Each writes its result itself: a number that another function returns may be an allocation for each frame.
  const measures: Record<string, Feature['analyze']> = {
    rms({ x, at }, row, to) {
      row[to] = frameRms(x, at, length);
    },
    zcr({ x, at }, row, to) {
      row[to] = frameZeroCrossingRate(x, at, length, DEFAULTS);
    },
    centroid({ magnitude }, row, to) {
      row[to] = centroidOf(magnitude, hz);
    },
    bandwidth({ magnitude }, row, to) {
      row[to] = bandwidthOf(magnitude, hz, centroidOf(magnitude, hz), DEFAULTS);
    },
    rolloff({ magnitude }, row, to) {
      row[to] = rolloffOf(magnitude, hz, rollPercent);
    },
    flatness({ magnitude }, row, to) {
      row[to] = flatnessOf(magnitude, DEFAULTS);
    },
  };
  const { kind } = spec;
  oneOf('features.kind', kind, ['mel', 'logMel', 'mfcc', ...Object.keys(measures)] as (typeof kind)[]);
  const analyze = measures[kind];
  if (!analyze) return melFeature(spec as MelFeatureSpec, sampleRate, nFft, frames);
  return {
    names: [kind],
    size: 1,
    topDb: null,
    magnitude: true,
    analyze,
    finish: copy(1),
  };
}

function logarithm(row: Float64Array, from: number, to: number, factor: number, amin: number): void {
  for (let i = from; i < to; i++) row[i] = factor * Math.log(Math.max(amin, row[i]!));
}

type MelFeatureSpec = Extract<FeatureSpec, { kind: 'mel' | 'logMel' | 'mfcc' }>;

function melFeature(spec: MelFeatureSpec, sampleRate: number, nFft: number, frames: FrontEndFrames): Feature {
  const { kind, melAxis = 'hz', powerScale = 1, htk = false } = spec;
  const axes: Record<typeof melAxis, MelAxis | undefined> = {
    hz: undefined,
    mel: { place: (hz) => hzToMel(hz, { htk }), corner: (hz) => hzToMel(hz, { htk }) },
    bin: {
      place: (hz) => Math.round((hz * nFft) / sampleRate),
      corner: (hz) => Math.floor(((nFft + 1) * hz) / sampleRate),
    },
  };
  oneOf('melAxis', melAxis, Object.keys(axes));
  const mel = createMel(sampleRate, nFft, spec, axes[melAxis]);
  for (let i = 0; i < mel.weights.length; i++) mel.weights[i]! *= positive('powerScale', powerScale);
  const size = mel.nMels;
  const {
    amin = 1e-10,
    topDb = null,
    log = 'db',
    energy,
    ...cepstral
  }: Extract<FeatureSpec, { kind: 'mfcc' }> = {
    ...spec,
    kind: 'mfcc',
  };
  positive('amin', amin);
  check(topDb === null || (topDb >= 0 && kind !== 'mel'), 'topDb', topDb, 'at least 0, or null');
  oneOf('energy', energy, kind === 'mfcc' ? [undefined, 'frame', 'spectrum'] : [undefined]);
  const factor = oneOf('log', log, ['db', 'ln']) === 'db' ? DB : 1;
  const { length, transform } =
    kind === 'mfcc' ? createCepstrum(size, cepstral) : { length: size, transform: copy(size) };
  const energyOf = ({ x, at, power }: FrameView) => {
    let sum = 0;
    if (energy === 'spectrum') for (const value of power) sum += value * powerScale;
    else {
      const mean = frames.dc(x, at);
      for (let i = at; i < at + frames.length; i++) sum += (x[i]! - mean) ** 2;
    }
    return factor * Math.log(Math.max(amin, sum));
  };
  return {
    names: Array.from({ length }, (_, i) => kind + i),
    size: energy ? size + 1 : size,
    topDb,
    magnitude: false,
    analyze(frame, row, at) {
      applyMel(mel, frame.power, row, at);
      if (kind !== 'mel') logarithm(row, at, at + size, factor, amin);
      if (energy) row[at + size] = energyOf(frame);
    },
    finish(row, at, out, to) {
      transform(row, at, out, to);
      if (energy) out[to] = row[at + size]!;
    },
  };
}
