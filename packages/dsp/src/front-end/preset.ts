import { oneOf, positive } from '../signal/check.js';
import type { FeatureSpec, FrontEndConfig } from './front-end-config.js';

/** Options of {@link preset}. */
export interface PresetOptions {
  /** Hz. */
  readonly sampleRate: number;
  /** MFCCs or logarithmic mel bands. Default `mfcc`. */
  readonly kind?: 'mfcc' | 'logMel' | undefined;
  /** Number of mel bands. Default as in the program: 128, 128, 23, 26. */
  readonly nMels?: number | undefined;
  /** Number of MFCCs. Default as in the program: 20, 40, 13, 13. */
  readonly nMfcc?: number | undefined;
}

/**
 * Returns the front end of a well-known program with its defaults; change fields before `createFrontEnd` as needed.
 * - `librosa`: `librosa.feature.mfcc`, or `power_to_db(melspectrogram)`; 80 dB range, so it cannot stream;
 * - `torchaudio`: `torchaudio.transforms.MFCC`, or `AmplitudeToDB` of `MelSpectrogram`; 80 dB range, so it cannot stream;
 *   exact for even sample rates (torchaudio rounds half an odd one down in its mel filters, up to half a percent in dB);
 * - `kaldi`: `compute-mfcc-feats`, or `compute-fbank-feats`, without dither;
 * - `psf`: `python_speech_features.mfcc`, or `logfbank`.
 *
 * @throws SerError if the name or the sample rate cannot be used
 *
 * @example
 * createFrontEnd(preset('kaldi', { sampleRate: 16000, kind: 'logMel', nMels: 80 }));
 */
export function preset(
  name: 'librosa' | 'torchaudio' | 'kaldi' | 'psf',
  { sampleRate, kind = 'mfcc', nMels, nMfcc }: PresetOptions,
): FrontEndConfig {
  oneOf('name', name, ['librosa', 'torchaudio', 'kaldi', 'psf']);
  positive('sampleRate', sampleRate);
  const mfcc = oneOf('kind', kind, ['mfcc', 'logMel']) === 'mfcc';
  const feature = (bands: number, coefficients: number, common: object, cepstrum: object = {}): FeatureSpec[] => [
    {
      kind,
      nMels: nMels ?? bands,
      ...common,
      ...(mfcc && { nMfcc: nMfcc ?? coefficients, ...cepstrum }),
    } as FeatureSpec,
  ];
  if (name === 'librosa')
    return { sampleRate, frame: { nFft: 2048, hopLength: 512 }, features: feature(128, 20, { topDb: 80 }) };
  if (name === 'torchaudio')
    return {
      sampleRate,
      frame: { nFft: 400, hopLength: 200, padMode: 'reflect' },
      features: feature(128, 40, { topDb: 80, htk: true, melNorm: null }),
    };
  const frameLength = Math.round(0.025 * sampleRate);
  const hopLength = Math.round(0.01 * sampleRate);
  const common = { htk: true, melNorm: null, log: 'ln' };
  let nFft = name === 'psf' ? 512 : 1;
  while (nFft < frameLength) nFft *= 2;
  if (name === 'kaldi')
    return {
      sampleRate,
      frame: {
        nFft,
        hopLength,
        frameLength,
        window: 'povey',
        periodic: false,
        center: false,
        padMode: 'symmetric',
        removeDc: true,
        preEmphasis: 0.97,
      },
      features: feature(
        23,
        13,
        { ...common, fMin: 20, melAxis: 'mel', amin: 2 ** -23 },
        { lifter: 22, htkLifter: true, energy: 'frame' },
      ),
    };
  return {
    sampleRate,
    preEmphasis: { coef: 0.97, zi: 0 },
    frame: { nFft, hopLength, frameLength, window: 'rectangular', center: 'cover' },
    features: feature(
      26,
      13,
      { ...common, melAxis: 'bin', powerScale: 1 / nFft, amin: 2 ** -52 },
      { lifter: 22, htkLifter: true, energy: 'spectrum' },
    ),
  };
}
