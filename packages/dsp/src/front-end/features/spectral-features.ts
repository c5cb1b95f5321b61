import { applyChroma } from '../../spectral/chroma/chroma.js';
import { chromaFilterBank } from '../../spectral/chroma/chroma-filters.js';
import { tuningOf } from '../../spectral/chroma/estimate-tuning.js';
import { createTonnetz } from '../../spectral/chroma/tonnetz.js';
import { DB } from '../../spectral/mel/decibels.js';
import { contrastBands, measureContrast } from '../../spectral/shape/spectral-contrast.js';
import { binFrequencies } from '../../spectral/shape/spectral-feature.js';
import type { ResolvedFeature } from '../front-end-config.js';
import {
  type Feature,
  type FeatureContext,
  frameByFrame,
  frameFeature,
  numbered,
  raiseColumns,
  rowByRow,
} from './feature.js';

/** Smaller magnitudes count as this, as in `librosa.power_to_db`. */
const LEAST = 1e-10;

/** Peaks above valleys of octave bands. */
export function contrastFeature(
  spec: ResolvedFeature<'contrast'>,
  { sampleRate, nFft, frames }: FeatureContext,
): Feature {
  const { linear, topDb } = spec;
  const bands = contrastBands(binFrequencies(sampleRate, nFft), sampleRate, spec);
  const { length } = bands;
  return {
    names: numbered('contrast', length),
    size: 2 * length,
    needs: 'magnitude',
    clip:
      topDb === null || linear
        ? undefined
        : {
            reason: 'topDb',
            prepare(rows, width, at) {
              raiseColumns(rows, width, at, at + length, topDb);
              raiseColumns(rows, width, at + length, at + 2 * length, topDb);
            },
          },
    analyze: frameByFrame('magnitude', frames, (_x, _at, magnitude, row, at) => {
      measureContrast(magnitude, bands, row, at, row, at + length);
      if (!linear) for (let i = at; i < at + 2 * length; i++) row[i] = DB * Math.log(Math.max(LEAST, row[i]!));
    }),
    finish: rowByRow((row, at, out, to) => {
      for (let b = 0; b < length; b++) out[to + b] = row[at + b]! - row[at + length + b]!;
    }),
  };
}

/** The energies of pitch classes, or their tonal centroid. */
export function chromaFeature(
  spec: ResolvedFeature<'chroma' | 'tonnetz'>,
  { sampleRate, nFft, frames, onWarning }: FeatureContext,
): Feature {
  const { bins } = frames;
  const { kind, nChroma, tuning, ctroct, octwidth, baseC } = spec;
  const filtersFor = (offset: number) =>
    chromaFilterBank({ sampleRate, nFft, nChroma, tuning: offset, ctroct, octwidth, baseC });
  const norm = kind === 'chroma' && spec.norm !== 'max' ? spec.norm : Infinity;
  const centroid = kind === 'tonnetz' ? createTonnetz(nChroma) : undefined;
  const row = new Float64Array(nChroma);
  let filters = filtersFor(tuning === 'estimate' ? 0 : tuning);
  const write = (power: Float64Array, out: Float64Array, to: number) => {
    applyChroma(filters, power, norm, row);
    if (centroid) centroid(row, out, to);
    else for (let c = 0; c < nChroma; c++) out[to + c] = row[c]!;
  };
  const names = numbered(kind, centroid ? 6 : nChroma);
  if (tuning !== 'estimate')
    return frameFeature(names, 'power', frames, (_x, _at, power, out, to) => write(power, out, to));
  return {
    names,
    size: bins,
    needs: 'power',
    clip: {
      reason: 'tuning',
      prepare(rows, width, at) {
        const of = (t: number) => rows.subarray(t * width + at, t * width + at + bins);
        // librosa takes the transform's size for even here.
        const spectra = { frames: rows.length / width, bins, nFft: 2 * (bins - 1), of };
        filters = filtersFor(tuningOf(spectra, sampleRate, { binsPerOctave: nChroma, onWarning }));
      },
    },
    analyze: frameByFrame('power', frames, (_x, _at, power, out, to) => {
      for (let k = 0; k < bins; k++) out[to + k] = power[k]!;
    }),
    finish: rowByRow((values, at, out, to) => write(values.subarray(at, at + bins), out, to)),
  };
}
