import { engine } from '../engine/choose.js';
import { applyFilters, takeLogarithm } from '../engine/typescript.js';
import { check, oneOf, positive } from '../signal/check.js';
import { DB } from '../spectral/mel/decibels.js';
import { createMel, hzToMel, type MelAxis } from '../spectral/mel/mel.js';
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

/** The most frames that are analyzed at a time. */
export const LARGEST_BLOCK = 32;

/** Frames under analysis: their samples, one each `hop` from `x[at]`, and their spectra, row by row. */
export interface FrameBlock {
  x: Float64Array;
  at: number;
  count: number;
  readonly hop: number;
  /** The samples as the spectra see them. */
  shaped: Float64Array;
  shapedAt: number;
  readonly shapedHop: number;
  readonly power: Float64Array;
  readonly magnitude: Float64Array;
}

/** What a feature looks at. */
export type Need = 'magnitude' | 'power' | 'samples';

/** One kind of feature, prepared. */
export interface Feature {
  /** One name for each value of the final vector. */
  readonly names: readonly string[];
  /** Values of the first step. */
  readonly size: number;
  /** Range below the clip's largest first-step value to which lower ones are raised. */
  readonly topDb: number | null;
  readonly needs: Need;
  /** First step: from frames to `size` values each at `rows[at]`, `rows[at + stride]` and so on. */
  analyze(block: FrameBlock, rows: Float64Array, at: number, stride: number): void;
  /** Second step: from those values to one for each name at `out[to]`, `out[to + step]` and so on. */
  finish(
    rows: Float64Array,
    at: number,
    stride: number,
    count: number,
    out: Float64Array,
    to: number,
    step: number,
  ): void;
}

/** librosa's defaults; one object for all frames. */
const DEFAULTS = {};

const copy =
  (size: number): Feature['finish'] =>
  (rows, at, stride, count, out, to, step) => {
    for (let t = 0; t < count; t++) for (let i = 0; i < size; i++) out[to + t * step + i] = rows[at + t * stride + i]!;
  };

/** Prepares one kind of feature. `shared`: whether the front end has others, which may look at the same spectra. */
export function createFeature(
  spec: FeatureSpec,
  { sampleRate, frame: { nFft } }: FrontEndConfig,
  frames: FrontEndFrames,
  shared: boolean,
): Feature {
  const hz = binFrequencies(sampleRate, nFft);
  const { length } = frames;
  const { rollPercent = 0.85 } = spec as { rollPercent?: number };
  check(rollPercent > 0 && rollPercent < 1, 'rollPercent', rollPercent, 'within (0, 1)');
  const bins = 1 + (nFft >> 1);
  const magnitude = new Float64Array(bins);
  // Each writes its result itself: a number that another function returns may be an allocation for each frame.
  const measures: Record<string, (x: Float64Array, at: number, out: Float64Array, to: number) => void> = {
    rms(x, at, out, to) {
      out[to] = frameRms(x, at, length);
    },
    zcr(x, at, out, to) {
      out[to] = frameZeroCrossingRate(x, at, length, DEFAULTS);
    },
    centroid(_x, _at, out, to) {
      out[to] = centroidOf(magnitude, hz);
    },
    bandwidth(_x, _at, out, to) {
      out[to] = bandwidthOf(magnitude, hz, centroidOf(magnitude, hz), DEFAULTS);
    },
    rolloff(_x, _at, out, to) {
      out[to] = rolloffOf(magnitude, hz, rollPercent);
    },
    flatness(_x, _at, out, to) {
      out[to] = flatnessOf(magnitude, DEFAULTS);
    },
  };
  const { kind } = spec;
  oneOf('features.kind', kind, ['mel', 'logMel', 'mfcc', ...Object.keys(measures)] as (typeof kind)[]);
  const measure = measures[kind];
  if (!measure) return melFeature(spec as MelFeatureSpec, sampleRate, nFft, frames, shared);
  const needs = kind === 'rms' || kind === 'zcr' ? 'samples' : 'magnitude';
  return {
    names: [kind],
    size: 1,
    topDb: null,
    needs,
    analyze({ x, at: start, hop, count, magnitude: spectra }, rows, at, stride) {
      for (let t = 0; t < count; t++) {
        if (needs === 'magnitude') for (let k = 0; k < bins; k++) magnitude[k] = spectra[t * bins + k]!;
        measure(x, start + t * hop, rows, at + t * stride);
      }
    },
    finish: copy(1),
  };
}

type MelFeatureSpec = Extract<FeatureSpec, { kind: 'mel' | 'logMel' | 'mfcc' }>;

function melFeature(
  spec: MelFeatureSpec,
  sampleRate: number,
  nFft: number,
  frames: FrontEndFrames,
  shared: boolean,
): Feature {
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
  const logarithm = kind === 'mel' ? undefined : { factor, least: amin };
  const { length, transform } =
    kind === 'mfcc' ? createCepstrum(size, cepstral) : { length: size, transform: undefined };
  const copyBands = copy(size);
  const width = energy ? size + 1 : size;
  const { bins } = frames;
  const direct = shared ? undefined : engine().bands(frames.weights, nFft, mel, logarithm);
  const bands = new Float64Array(direct && energy ? LARGEST_BLOCK * size : 0);
  /** Writes the power of a frame, or of its spectrum. */
  const writeEnergy = ({ x, at, hop, power }: FrameBlock, t: number, out: Float64Array, to: number) => {
    let sum = 0;
    if (energy === 'spectrum') for (let k = t * bins; k < (t + 1) * bins; k++) sum += power[k]! * powerScale;
    else {
      const start = at + t * hop;
      const mean = frames.dc(x, start);
      for (let i = start; i < start + frames.length; i++) sum += (x[i]! - mean) ** 2;
    }
    out[to] = sum;
  };
  return {
    names: Array.from({ length }, (_, i) => kind + i),
    size: width,
    topDb,
    needs: direct && energy !== 'spectrum' ? 'samples' : 'power',
    analyze(block, rows, at, stride) {
      const { shaped, shapedAt, shapedHop, count, power } = block;
      if (!direct) for (let t = 0; t < count; t++) applyFilters(mel, power, t * bins, rows, at + t * stride);
      else if (!energy) direct(shaped, shapedAt, shapedHop, count, rows, at);
      else {
        direct(shaped, shapedAt, shapedHop, count, bands, 0);
        copyBands(bands, 0, size, count, rows, at, stride);
      }
      for (let t = 0, to = at; t < count; t++, to += stride) {
        if (energy) writeEnergy(block, t, rows, to + size);
        if (logarithm) takeLogarithm(rows, direct ? to + size : to, to + width, logarithm);
      }
    },
    finish(rows, at, stride, count, out, to, step) {
      if (!transform) copyBands(rows, at, stride, count, out, to, step);
      else if (stride === size && step === length) transform(rows, at, count, out, to);
      else for (let t = 0; t < count; t++) transform(rows, at + t * stride, 1, out, to + t * step);
      if (energy) for (let t = 0; t < count; t++) out[to + t * step] = rows[at + t * stride + size]!;
    },
  };
}
