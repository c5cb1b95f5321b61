import { check } from '../../signal/check.js';
import { bandwidthOf } from '../../spectral/shape/spectral-bandwidth.js';
import { centroidOf } from '../../spectral/shape/spectral-centroid.js';
import { binFrequencies } from '../../spectral/shape/spectral-feature.js';
import { flatnessOf } from '../../spectral/shape/spectral-flatness.js';
import { rolloffOf } from '../../spectral/shape/spectral-rolloff.js';
import { burg } from '../../waveform/lpc.js';
import { frameRms } from '../../waveform/rms.js';
import { frameZeroCrossingRate } from '../../waveform/zero-crossing-rate.js';
import type { FrameFeatureKind, ResolvedFeature } from '../front-end-config.js';
import { type Feature, type FeatureContext, frameFeature, numbered } from './feature.js';
import { melFeature } from './mel-features.js';
import { pyinFeature, voiceQualityFeature, voicingFeature, yinFeature } from './pitch-features.js';
import { chromaFeature, contrastFeature } from './spectral-features.js';

/** librosa's defaults; one object for all frames. */
const DEFAULTS = {};

type Create<K extends FrameFeatureKind> = (spec: ResolvedFeature<K>, context: FeatureContext) => Feature;

const hertzOf = ({ sampleRate, nFft }: FeatureContext) => binFrequencies(sampleRate, nFft);

// Each writes its result itself: a number that another function returns may be an allocation for each frame.
const CREATORS: { readonly [K in FrameFeatureKind]: Create<K> } = {
  mel: melFeature,
  logMel: melFeature,
  mfcc: melFeature,
  rms: ({ kind }, { frames }) =>
    frameFeature([kind], 'samples', frames, (x, at, _spectrum, row, to) => {
      row[to] = frameRms(x, at, frames.length);
    }),
  zcr: ({ kind }, { frames }) =>
    frameFeature([kind], 'samples', frames, (x, at, _spectrum, row, to) => {
      row[to] = frameZeroCrossingRate(x, at, frames.length, DEFAULTS);
    }),
  centroid({ kind }, context) {
    const hz = hertzOf(context);
    return frameFeature([kind], 'magnitude', context.frames, (_x, _at, magnitude, row, to) => {
      row[to] = centroidOf(magnitude, hz);
    });
  },
  bandwidth({ kind }, context) {
    const hz = hertzOf(context);
    return frameFeature([kind], 'magnitude', context.frames, (_x, _at, magnitude, row, to) => {
      row[to] = bandwidthOf(magnitude, hz, centroidOf(magnitude, hz), DEFAULTS);
    });
  },
  rolloff({ kind, rollPercent }, context) {
    const hz = hertzOf(context);
    return frameFeature([kind], 'magnitude', context.frames, (_x, _at, magnitude, row, to) => {
      row[to] = rolloffOf(magnitude, hz, rollPercent);
    });
  },
  flatness: ({ kind }, context) =>
    frameFeature([kind], 'magnitude', context.frames, (_x, _at, magnitude, row, to) => {
      row[to] = flatnessOf(magnitude, DEFAULTS);
    }),
  contrast: contrastFeature,
  chroma: chromaFeature,
  tonnetz: chromaFeature,
  lpc({ kind, order }, { frames }) {
    const { length } = frames;
    check(order < length, 'order', order, `less than the ${length} samples of a frame`);
    return frameFeature(numbered(kind, order, 1), 'samples', frames, (x, at, _spectrum, row, to) => {
      const coefficients = burg(x.subarray(at, at + length), order);
      for (let i = 0; i < order; i++) row[to + i] = coefficients[i + 1]!;
    });
  },
  yin: yinFeature,
  pyin: pyinFeature,
  voicing: voicingFeature,
  jitter: voiceQualityFeature,
  shimmer: voiceQualityFeature,
  hnr: voiceQualityFeature,
};

/** Prepares one kind of feature. */
export function createFeature(spec: ResolvedFeature<FrameFeatureKind>, context: FeatureContext): Feature {
  return (CREATORS[spec.kind] as Create<FrameFeatureKind>)(spec, context);
}
