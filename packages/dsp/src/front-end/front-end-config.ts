import type { PadMode } from '../signal/pad.js';
import type { MelOptions } from '../spectral/mel/mel.js';
import type { CepstrumOptions } from '../spectral/mel/mfcc.js';
import type { WindowName } from '../transform/window.js';
import type { LevelOptions } from '../waveform/level.js';

/** Options of the mel filters of a front end: librosa's, and what other programs do differently. */
export interface MelSpec extends MelOptions {
  /**
   * The axis on which a filter's sides are straight: `hz` (librosa, torchaudio), `mel` (Kaldi), or `bin`, with corners
   * rounded down to bins (python_speech_features). Default `hz`.
   */
  melAxis?: 'hz' | 'mel' | 'bin';
  /** Factor of the power spectrum. Default 1; python_speech_features: 1 / nFft. */
  powerScale?: number;
}

/** Options of logarithmic mel bands in a front end. */
export interface LogMelSpec extends MelSpec {
  /** Decibels (`db`) or the natural logarithm of power (`ln`: Kaldi, python_speech_features). Default `db`. */
  log?: 'db' | 'ln';
  /** Smaller powers count as this. Default 1e-10. */
  amin?: number;
  /** Range below the clip's largest value to which lower ones are raised, as in librosa. Needs the whole clip. Default off. */
  topDb?: number | null;
}

/** What is computed from each frame. */
export type FeatureSpec =
  /** Mel spectrogram: `nMels` values. */
  | ({ kind: 'mel' } & MelSpec)
  /** Logarithm of the mel spectrogram: `nMels` values. */
  | ({ kind: 'logMel' } & LogMelSpec)
  /**
   * Mel-frequency cepstral coefficients: `nMfcc` values. With `energy`, the first is the logarithm of the power of the
   * frame's samples (`frame`, Kaldi) or of its spectrum (`spectrum`, python_speech_features) instead.
   */
  | ({ kind: 'mfcc'; energy?: 'frame' | 'spectrum' } & LogMelSpec & CepstrumOptions)
  /** Root mean square of the frame's samples. */
  | { kind: 'rms' }
  /** Sign changes per sample. */
  | { kind: 'zcr' }
  /** Center of mass of the magnitude spectrum, in Hz. */
  | { kind: 'centroid' }
  /** Spread round the centroid, in Hz. */
  | { kind: 'bandwidth' }
  /** Frequency below which `rollPercent` (default 0.85) of the magnitudes lie, in Hz. */
  | { kind: 'rolloff'; rollPercent?: number }
  /** Geometric over arithmetic mean of the power spectrum, within [0, 1]. */
  | { kind: 'flatness' };

/** How the signal is cut into frames: librosa's options, and what other programs do differently. */
export interface FrameConfig {
  /** Size of the transform in samples. */
  nFft: number;
  /** Samples from frame to frame. */
  hopLength: number;
  /** Samples under the window, in the middle of the frame. Default the whole frame. */
  winLength?: number;
  /** Default `hann`. */
  window?: WindowName;
  /** Whether the window is periodic or symmetric (Kaldi). Default true. */
  periodic?: boolean;
  /**
   * Where frame `t` lies. `true` (default): its middle on sample `t * hopLength`; `false`: its start there, whole frames
   * only; `'hop'`: its middle on the middle of its hop (Kaldi with `snip_edges=false`); `'cover'`: its start on
   * `t * hopLength`, the last frame padded so that no sample is lost (python_speech_features).
   */
  center?: boolean | 'hop' | 'cover';
  /** What lies beyond the ends of the signal. Default `constant`, zeros. */
  padMode?: PadMode;
  /** Samples of a frame; the rest to `nFft` is zero. Default `nFft`. */
  frameLength?: number;
  /** Whether the mean of each frame is removed (Kaldi). Default false. */
  removeDc?: boolean;
  /** Coefficient of pre-emphasis within each frame (Kaldi), within [0, 1]. Default 0. */
  preEmphasis?: number;
}

/** The whole way from sound to feature vectors as plain JSON; what is absent is off. */
export interface FrontEndConfig {
  /** Hz; input at any other rate is resampled to it. */
  sampleRate: number;
  /** Level the whole clip is brought to, in dBFS (or LUFS), before anything but resampling. Cannot stream. */
  level?: LevelOptions;
  /** Cuts silence at both ends, as `librosa.effects.trim`. Cannot stream. */
  trim?: { topDb: number };
  /**
   * Samples that every clip is brought to, at `sampleRate` and after `trim`: shorter ones get silence on both sides
   * (as `librosa.util.pad_center`), longer ones keep their middle. For networks of a fixed input, as many papers have
   * them (TIM-Net: 110 000 on RAVDESS); at most 2²⁴. Cannot stream. Absent: as long as the clip is.
   */
  fixedLength?: number;
  /**
   * Coefficient of first-order pre-emphasis, within [0, 1]. A number: as `librosa.effects.preemphasis`; with `zi`, the
   * filter's state before the first sample: 0 leaves the first sample as it is (python_speech_features).
   */
  preEmphasis?: number | { coef: number; zi: number };
  frame: FrameConfig;
  /** Concatenated for each frame, in this order. */
  features: readonly FeatureSpec[];
  /** Appends Δ (and, with 2, ΔΔ) of all features, over `width` frames (default 9). */
  deltas?: { orders: 1 | 2; width?: number };
  /**
   * Subtracts from each coefficient of the final vector its mean over the clip, before `normalization`, see
   * {@link subtractClipMean}. Needs the whole clip and cannot stream. Default false.
   */
  subtractClipMean?: boolean;
  /** Applied last to each coefficient of the final vector: (x - mean) / std. */
  normalization?: { mean: readonly number[]; std: readonly number[] };
}
