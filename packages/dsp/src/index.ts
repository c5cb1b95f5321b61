export {
  type AugmentOptions,
  augment,
  BABBLE_VOICES,
  checkSteps,
  type DrawnStep,
  drawSteps,
} from './effects/augment.js';
export { type AugmentationStep, augmentationSchema } from './effects/augmentation-schema.js';
export { addNoise, babbleNoise, pinkNoise, whiteNoise } from './effects/noise.js';
export { type PitchShiftOptions, pitchShift } from './effects/pitch-shift.js';
export { addRoom, type Place, type Room, randomRoom, roomImpulseResponse } from './effects/room.js';
export { changeGain, changePitch, changeSpeed, changeTempo, cropOrWrap, limitBand } from './effects/sound-changes.js';
export { type TimeStretchOptions, timeStretch } from './effects/time-stretch.js';
export { type ComplexSpectrum, createFft, type RealFft } from './fft/fft.js';
export {
  describeEncoder,
  type Encoder,
  type EncoderOutput,
  type EncoderSpec,
  encoderOf,
} from './front-end/encoder/encoder.js';
export { createFrontEnd, type FrontEnd, type FrontEndOptions } from './front-end/front-end.js';
export {
  type FeatureSpec,
  type FrameConfig,
  type FrontEndConfig,
  frontEndSchema,
} from './front-end/front-end-config.js';
export type { FrontEndStream } from './front-end/front-end-stream.js';
export { type PresetOptions, preset } from './front-end/preset.js';
export { type PitchTrack, type PyinOptions, pyin } from './pitch/pyin.js';
export { type VoiceQuality, type VoiceQualityOptions, voiceQuality } from './pitch/voice.js';
export { type PitchOptions, type YinOptions, yin } from './pitch/yin.js';
export { type FramingOptions, frame } from './signal/frames.js';
export { toCoeffMajor } from './signal/matrix.js';
export type { PadMode } from './signal/pad.js';
export type { Clip, ComplexSpectrogram, FeatureMatrix, Matrix, Signal, Spectrogram } from './signal/types.js';
export type { DspWarning, WarningOptions } from './signal/warnings.js';
export { type ChromaStftOptions, chromaStft } from './spectral/chroma/chroma.js';
export { type ChromaFilterOptions, chromaFilterBank } from './spectral/chroma/chroma-filters.js';
export { estimateTuning, type PitchTuningOptions, type TuningOptions } from './spectral/chroma/estimate-tuning.js';
export type { Norm } from './spectral/chroma/normalize.js';
export { tonnetz } from './spectral/chroma/tonnetz.js';
export { amplitudeToDb, type DbOptions, dbToAmplitude, dbToPower, powerToDb } from './spectral/mel/decibels.js';
export { hzToMel, type MelOptions, melFilterBank, melToHz } from './spectral/mel/mel.js';
export { type MelSpectrogramOptions, melSpectrogram } from './spectral/mel/mel-spectrogram.js';
export { type CepstrumOptions, type MfccOptions, mfcc } from './spectral/mel/mfcc.js';
export { type MfccToMelOptions, mfccToMel } from './spectral/mel/mfcc-to-mel.js';
export { type PcenOptions, pcen } from './spectral/mel/pcen.js';
export {
  type BandwidthOptions,
  type SpectralBandwidthOptions,
  spectralBandwidth,
} from './spectral/shape/spectral-bandwidth.js';
export { spectralCentroid } from './spectral/shape/spectral-centroid.js';
export { type SpectralContrastOptions, spectralContrast } from './spectral/shape/spectral-contrast.js';
export { binFrequencies, type SpectralOptions } from './spectral/shape/spectral-feature.js';
export {
  type FlatnessOptions,
  type SpectralFlatnessOptions,
  spectralFlatness,
} from './spectral/shape/spectral-flatness.js';
export { type SpectralRolloffOptions, spectralRolloff } from './spectral/shape/spectral-rolloff.js';
export { type DeltaOptions, delta } from './temporal/delta.js';
export { type Functional, type FunctionalsOptions, functionals } from './temporal/functionals.js';
export { subtractClipMean } from './temporal/subtract-clip-mean.js';
export { type DctOptions, dct } from './transform/dct.js';
export {
  createPowerSpectra,
  type PowerSpectra,
  type SpectrogramOptions,
  spectrogram,
} from './transform/spectrogram.js';
export { type IstftOptions, istft, type StftOptions, stft } from './transform/stft.js';
export { getWindow, type WindowName, type WindowOptions } from './transform/window.js';
export { deEmphasis, type EmphasisOptions, type FilteredSignal, preEmphasis } from './waveform/emphasis.js';
export { type LevelOptions, setLevel } from './waveform/level.js';
export { loudness } from './waveform/loudness.js';
export { type LpcOptions, lpc } from './waveform/lpc.js';
export {
  createResampler,
  type ResampleOptions,
  type Resampler,
  type ResamplerStream,
  resample,
} from './waveform/resample.js';
export { resampleFourier } from './waveform/resample-fourier.js';
export { type RmsOptions, rms } from './waveform/rms.js';
export { type Interval, type SilenceOptions, split, trim } from './waveform/trim.js';
export {
  type ZeroCrossingOptions,
  type ZeroCrossingRateOptions,
  zeroCrossingRate,
} from './waveform/zero-crossing-rate.js';
