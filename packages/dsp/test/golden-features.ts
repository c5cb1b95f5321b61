import {
  chromaStft,
  deEmphasis,
  estimateTuning,
  type FeatureMatrix,
  lpc,
  preEmphasis,
  pyin,
  rms,
  type Signal,
  spectralBandwidth,
  spectralCentroid,
  spectralContrast,
  spectralFlatness,
  spectralRolloff,
  split,
  timeStretch,
  toCoeffMajor,
  tonnetz,
  trim,
  yin,
  zeroCrossingRate,
} from '../src/index.js';
import { type Computation, fromCoeffMajor } from './golden-core.js';

const feature =
  (compute: (signal: Signal, options: never) => FeatureMatrix): Computation =>
  ({ signal, options }) =>
    toCoeffMajor(compute(signal, options as never));

/** Which of our functions, with which options, answers each reference function. */
export const featureFunctions: Record<string, Computation> = {
  'librosa.feature.rms': feature(rms),
  'librosa.feature.zero_crossing_rate': feature(zeroCrossingRate),
  'librosa.feature.spectral_centroid': feature(spectralCentroid),
  'librosa.feature.spectral_bandwidth': feature(spectralBandwidth),
  'librosa.feature.spectral_flatness': feature(spectralFlatness),
  'librosa.feature.spectral_rolloff': feature(spectralRolloff),
  'librosa.feature.spectral_contrast': feature(spectralContrast),
  'librosa.feature.chroma_stft': feature(chromaStft),
  'librosa.feature.tonnetz': ({ stored }) => toCoeffMajor(tonnetz(fromCoeffMajor(stored('chroma')))),
  'librosa.estimate_tuning': ({ signal, options }) => [estimateTuning(signal, options)],
  'librosa.yin': ({ signal, options }) => ({ f0: yin(signal, options).data }),
  'librosa.pyin': ({ signal, options }) => {
    const { f0, voiced, voicedProbability } = pyin(signal, options);
    return { f0, voiced_flag: voiced, voiced_prob: voicedProbability };
  },
  'librosa.effects.preemphasis': ({ signal, options }) => preEmphasis(signal, options).samples,
  'librosa.effects.deemphasis': ({ signal, options }) => deEmphasis(signal, options).samples,
  'librosa.effects.time_stretch': ({ signal, options }) => timeStretch(signal, options).samples,
  'librosa.lpc': ({ signal, options }) => ({ a: lpc(signal, options) }),
  'librosa.effects.trim': ({ signal, options }) => {
    const { start, end } = trim(signal, options);
    return { interval: [start, end] };
  },
  'librosa.effects.split': ({ signal, options }) => ({
    intervals: split(signal, options).flatMap(({ start, end }) => [start, end]),
  }),
};
