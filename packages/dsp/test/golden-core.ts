import {
  dct,
  delta,
  type FeatureMatrix,
  getWindow,
  hzToMel,
  type Matrix,
  melFilterBank,
  melSpectrogram,
  mfcc,
  pcen,
  powerToDb,
  resample,
  resampleFourier,
  type Signal,
  spectrogram,
  stft,
  toCoeffMajor,
} from '../src/index.js';
import type { Golden, GoldenCase, Params } from './golden.js';

/** What a case is computed from: the signal, the options in our spelling, the arrays stored with it. */
export interface CaseInput {
  signal: Signal;
  channels: Float64Array[];
  // biome-ignore lint/suspicious/noExplicitAny: the manifest's parameters are checked by the functions under test
  options: any;
  stored: (name: string) => { values: Float64Array; shape: number[] };
  golden: Golden;
  case: GoldenCase;
}

/** Computes the outputs of a case by name; a single array stands for the output `y`. */
export type Computation = (input: CaseInput) => ArrayLike<number> | Record<string, ArrayLike<number>>;

/** A matrix laid out (coefficients, frames) made frame-major. */
export function fromCoeffMajor({ values, shape: [coeffs, frames] }: { values: Float64Array; shape: number[] }): Matrix {
  const matrix = { data: values, frames: coeffs!, coeffs: frames! };
  return { data: toCoeffMajor(matrix), frames: frames!, coeffs: coeffs! };
}

/** librosa's `norm` of mel filters is ours with another name. */
const melOptions = ({ norm, ...options }: Params): Params =>
  norm === undefined ? options : { ...options, melNorm: norm };

const dbOptions = ({ ref, topDb }: Params): Params => ({ ref: ref === 'one' ? 1 : ref, topDb });

function join(...matrices: FeatureMatrix[]): Float32Array {
  return Float32Array.from(matrices.flatMap((matrix) => [...toCoeffMajor(matrix)]));
}

/** Which of our functions, with which options, answers each reference function. */
export const coreFunctions: Record<string, Computation> = {
  'scipy.signal.get_window': ({ options: { window, Nx, fftbins } }) => getWindow(window, Nx, { periodic: fftbins }),
  'librosa.filters.mel': ({ options: { sr, ...options } }) =>
    melFilterBank({ sampleRate: sr, ...melOptions(options) }).data,
  'librosa.hz_to_mel': ({ options: { frequencies, htk } }) => frequencies.map((hz: number) => hzToMel(hz, { htk })),
  'scipy.fft.dct': ({ options: { type, norm }, stored }) =>
    toCoeffMajor(dct(fromCoeffMajor(stored('x')), { type, norm })),
  'abs(librosa.stft)': ({ signal, options }) => toCoeffMajor(spectrogram(signal, options)),
  'librosa.stft': ({ signal, options }) => {
    const { real, imag, frames, coeffs } = stft(signal, options);
    const parts = [real, imag].map((data) => toCoeffMajor({ data, frames, coeffs }));
    return { reim: Float64Array.from({ length: 2 * real.length }, (_, i) => parts[i % 2]![i >> 1]!) };
  },
  'librosa.feature.melspectrogram': ({ signal, options }) => toCoeffMajor(melSpectrogram(signal, melOptions(options))),
  'librosa.power_to_db(melspectrogram)': ({ signal, options }) =>
    toCoeffMajor(powerToDb(melSpectrogram(signal, options), dbOptions(options))),
  'librosa.feature.mfcc': ({ signal, options }) => toCoeffMajor(mfcc(signal, options)),
  'librosa.feature.mfcc(to_mono)': ({ signal, channels, options }) => {
    const samples = channels[0]!.map((value, i) => (value + channels[1]![i]!) / 2);
    return toCoeffMajor(mfcc({ samples, sampleRate: signal.sampleRate }, options));
  },
  'mfcc+delta+delta2': ({ signal, options }) => {
    const coefficients = mfcc(signal, options);
    return join(coefficients, delta(coefficients), delta(coefficients, { order: 2 }));
  },
  'mfcc(S=power_to_db(mel,top_db=None))': ({ signal, options: { nMfcc, lifter, ...options } }) =>
    toCoeffMajor(mfcc(powerToDb(melSpectrogram(signal, options), { topDb: null }), { nMfcc, lifter })),
  'librosa.feature.delta': ({ options, stored }) => toCoeffMajor(delta(fromCoeffMajor(stored('x')), options)),
  'librosa.feature.pcen': ({ signal, options }) => {
    const loud = { ...signal, samples: signal.samples.map((value) => value * 2 ** 31) };
    return toCoeffMajor(pcen(melSpectrogram(loud, { ...options, power: 1 }), { ...signal, ...options }));
  },
  'librosa.resample': ({ signal, options: { targetSr, resType } }) =>
    resType === 'fft'
      ? resampleFourier(signal, targetSr).samples
      : resample(signal, targetSr, { filter: 'scipy' }).samples,
};
