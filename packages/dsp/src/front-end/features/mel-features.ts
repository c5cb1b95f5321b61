import { engine } from '../../engine/choose.js';
import { applyFilters, takeLogarithm } from '../../engine/typescript.js';
import { DB } from '../../spectral/mel/decibels.js';
import { createMel, hzToMel, type MelAxis } from '../../spectral/mel/mel.js';
import { createCepstrum } from '../../spectral/mel/mfcc.js';
import type { ResolvedFeature } from '../front-end-config.js';
import type { FrontEndFrames } from '../front-end-frames.js';
import {
  copyValues,
  type Feature,
  type FeatureContext,
  type FrameBlock,
  LARGEST_BLOCK,
  numbered,
  raiseColumns,
} from './feature.js';

/** The axis on which the sides of the filters are straight. */
function axisOf({ melAxis, htk }: ResolvedFeature<'mel'>, { sampleRate, nFft }: FeatureContext): MelAxis | undefined {
  if (melAxis === 'mel') return { place: (hz) => hzToMel(hz, { htk }), corner: (hz) => hzToMel(hz, { htk }) };
  if (melAxis === 'hz') return undefined;
  return {
    place: (hz) => Math.round((hz * nFft) / sampleRate),
    corner: (hz) => Math.floor(((nFft + 1) * hz) / sampleRate),
  };
}

/** Mel bands, their logarithms, or their cepstrum. */
export function melFeature(spec: ResolvedFeature<'mel' | 'logMel' | 'mfcc'>, context: FeatureContext): Feature {
  const { sampleRate, nFft, frames, shared, onWarning } = context;
  const { kind, powerScale } = spec;
  const mel = createMel(sampleRate, nFft, { ...spec, onWarning }, axisOf({ ...spec, kind: 'mel' }, context));
  for (let i = 0; i < mel.weights.length; i++) mel.weights[i]! *= powerScale;
  const size = mel.nMels;
  const topDb = kind === 'mel' ? null : spec.topDb;
  const energy = kind === 'mfcc' ? spec.energy : undefined;
  const logarithm = kind === 'mel' ? undefined : { factor: spec.log === 'db' ? DB : 1, least: spec.amin };
  const { length, transform } = kind === 'mfcc' ? createCepstrum(size, spec) : { length: size, transform: undefined };
  const copyBands = copyValues(size);
  const width = energy ? size + 1 : size;
  const direct = shared ? undefined : engine().bands(frames.weights, nFft, mel, logarithm);
  const bands = new Float64Array(direct && energy ? LARGEST_BLOCK * size : 0);
  const writeEnergy = energy && energyWriter(energy, powerScale, frames);
  return {
    names: numbered(kind, length),
    size: width,
    clip:
      topDb === null
        ? undefined
        : { reason: 'topDb', prepare: (rows, row, at) => raiseColumns(rows, row, at, at + width, topDb) },
    needs: direct && energy !== 'spectrum' ? 'samples' : 'power',
    analyze(block, rows, at, stride) {
      const { shaped, shapedAt, shapedHop, count, power } = block;
      if (!direct) for (let t = 0; t < count; t++) applyFilters(mel, power, t * frames.bins, rows, at + t * stride);
      else if (!energy) direct(shaped, shapedAt, shapedHop, count, rows, at);
      else {
        direct(shaped, shapedAt, shapedHop, count, bands, 0);
        copyBands(bands, 0, size, count, rows, at, stride);
      }
      for (let t = 0, to = at; t < count; t++, to += stride) {
        writeEnergy?.(block, t, rows, to + size);
        if (logarithm) takeLogarithm(rows, direct ? to + size : to, to + width, logarithm);
      }
    },
    finish:
      transform &&
      ((rows, at, stride, count, out, to, step) => {
        if (stride === size && step === length) transform(rows, at, count, out, to);
        else for (let t = 0; t < count; t++) transform(rows, at + t * stride, 1, out, to + t * step);
        if (energy) for (let t = 0; t < count; t++) out[to + t * step] = rows[at + t * stride + size]!;
      }),
  };
}

/** Prepares the power of a frame's samples, or of its spectrum. */
function energyWriter(energy: 'frame' | 'spectrum', powerScale: number, { bins, length, dc }: FrontEndFrames) {
  return ({ x, at, hop, power }: FrameBlock, t: number, out: Float64Array, to: number): void => {
    let sum = 0;
    if (energy === 'spectrum') for (let k = t * bins; k < (t + 1) * bins; k++) sum += power[k]! * powerScale;
    else {
      const start = at + t * hop;
      const mean = dc(x, start);
      for (let i = start; i < start + length; i++) sum += (x[i]! - mean) ** 2;
    }
    out[to] = sum;
  };
}
