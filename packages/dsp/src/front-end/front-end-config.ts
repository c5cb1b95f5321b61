import {
  flag,
  integerFrom,
  listUpTo,
  numberAbove0,
  numberFrom,
  onFirstUse,
  orNull,
  type Plain,
  part,
  share,
  word,
} from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { type Functional, isFunctional } from '../temporal/functionals.js';
import { encoderEntries } from './encoder/encoder-entries.js';

/** The largest rate, in Hz, and the largest transform, in samples, of a front end. */
const MAX_RATE = 2 ** 20;
const MAX_FFT = 2 ** 17;

const hertz = () => numberFrom(0, MAX_RATE);

const mel = () => ({
  /** Number of mel bands, 1 to 4096. Default 128. */
  nMels: v.optional(integerFrom(1, 4096), 128),
  /** Lower end of the lowest band, in Hz. Default 0. */
  fMin: v.optional(hertz(), 0),
  /** Upper end of the highest band, in Hz. Default half the sample rate. */
  fMax: v.optional(hertz()),
  /** HTK's mel scale instead of Slaney's. Default false. */
  htk: v.optional(flag, false),
  /**
   * `slaney`: each triangle has an area of 1 Hz; a number above 0: each filter's weights have that p-norm; `null`: each
   * triangle has a height of 1. Default `slaney`.
   */
  melNorm: v.optional(
    v.union([v.literal('slaney'), v.null(), numberAbove0(1024)], 'slaney, a number above 0, up to 1024, or null'),
    'slaney',
  ),
  /**
   * The axis on which a filter's sides are straight: `hz` (librosa, torchaudio), `mel` (Kaldi), or `bin`, with corners
   * rounded down to bins (python_speech_features). Default `hz`.
   */
  melAxis: v.optional(word('hz', 'mel', 'bin'), 'hz'),
  /** Factor of the power spectrum, above 0. Default 1; python_speech_features: 1 / nFft. */
  powerScale: v.optional(numberAbove0(1e12), 1),
});

/** Range in dB below the clip's largest value to which lower ones are raised, as in librosa; `null` for none. */
const topDb = () => orNull(numberFrom(0, 1e6), 'a number of at least 0, or null');

const logMel = () => ({
  ...mel(),
  /** Decibels (`db`) or the natural logarithm of power (`ln`: Kaldi, python_speech_features). Default `db`. */
  log: v.optional(word('db', 'ln'), 'db'),
  /** Smaller powers count as this, above 0. Default 1e-10. */
  amin: v.optional(numberAbove0(1e12), 1e-10),
  /**
   * Range in dB below the clip's largest value to which lower ones are raised, as in librosa. Needs the whole clip.
   * Default `null`, off.
   */
  topDb: v.optional(topDb(), null),
});

const mfcc = () => ({
  ...logMel(),
  /** Number of coefficients, at most `nMels`. Default 20. */
  nMfcc: v.optional(integerFrom(1, 4096), 20),
  /** Type of the cosine transform. Default 2. */
  dctType: v.optional(word(2, 3), 2),
  /** Normalization of the cosine transform. Default `ortho`. */
  norm: v.optional(orNull(v.literal('ortho'), 'ortho or null'), 'ortho'),
  /** Liftering: coefficient `n` times 1 + lifter / 2 · sin(π (n + 1) / lifter); 0 for none. Default 0. */
  lifter: v.optional(numberFrom(0, 1e6), 0),
  /** Liftering with `n` in place of `n + 1`, as by HTK, Kaldi and python_speech_features. Default false. */
  htkLifter: v.optional(flag, false),
  /**
   * The first coefficient is the logarithm of the power of the frame's samples (`frame`, Kaldi) or of its spectrum
   * (`spectrum`, python_speech_features) instead. Default off.
   */
  energy: v.optional(word('frame', 'spectrum')),
});

const contrast = () => ({
  /** Upper end of the lowest band, in Hz; each band after it spans an octave. Default 200. */
  fMin: v.optional(numberAbove0(MAX_RATE), 200),
  /** Number of octave bands above the lowest one, 1 to 64. Default 6. */
  nBands: v.optional(integerFrom(1, 64), 6),
  /** Share of a band's bins that make up its peak, and its valley, between 0 and 1. Default 0.02. */
  quantile: v.optional(part, 0.02),
  /** True: the difference of the magnitudes; false: of their levels in dB. Default false. */
  linear: v.optional(flag, false),
  /** Range in dB below the clip's highest peak and valley to which lower ones are raised; 80 in librosa. Default `null`, off. */
  topDb: v.optional(topDb(), null),
});

const chromaFilters = () => ({
  /** Number of pitch classes in an octave, 1 to 120. Default 12. */
  nChroma: v.optional(integerFrom(1, 120), 12),
  /**
   * Deviation from A 440 Hz as a fraction of a pitch class, or `estimate`: from the whole clip, as librosa does by
   * default, which cannot stream. Default 0.
   */
  tuning: v.optional(v.union([numberFrom(-64, 64), v.literal('estimate')], 'a number from -64 to 64 or estimate'), 0),
  /** Center of the octaves that count most, in octaves above 27.5 Hz. Default 5. */
  ctroct: v.optional(numberFrom(-64, 64), 5),
  /** Half width in octaves of the Gaussian round `ctroct`; `null` for equal weights. Default 2. */
  octwidth: v.optional(orNull(numberAbove0(1024), 'a number above 0, up to 1024, or null'), 2),
  /** True if the first class is C, false if it is A. Default true. */
  baseC: v.optional(flag, true),
});

const chroma = () => ({
  ...chromaFilters(),
  /** The norm that each frame is divided by: `max`, its largest value, a p-norm, or `null` for none. Default `max`. */
  norm: v.optional(
    v.union([v.literal('max'), numberFrom(0, 1024), v.null()], 'max, a number of at least 0, or null'),
    'max',
  ),
});

const pitch = () => ({
  /** Lowest pitch, in Hz. Two periods of it ought to fit into a frame. Default 75. */
  fMin: v.optional(numberAbove0(MAX_RATE), 75),
  /** Highest pitch, in Hz, at most half the sample rate. Default 600. */
  fMax: v.optional(numberAbove0(MAX_RATE), 600),
});

const voicing = () => ({
  ...pitch(),
  /** Number of thresholds that are tried on the difference function, 1 to 10 000. Default 100. */
  nThresholds: v.optional(integerFrom(1, 10_000), 100),
  /** Parameters of the beta distribution of thresholds, 0.01 to 500. Default [2, 18]. */
  betaParameters: v.optional(v.tuple([numberFrom(0.01, 500), numberFrom(0.01, 500)], 'two numbers'), [2, 18]),
  /** Strength of the preference for shorter periods, 1e-6 to 500. Default 2. */
  boltzmannParameter: v.optional(numberFrom(1e-6, 500), 2),
  /** Step of the pitch grid in semitones, 0.01 to 1. Default 0.1. */
  resolution: v.optional(numberFrom(0.01, 1), 0.1),
  /** Weight of the global minimum where no trough is below a threshold, 0 to 1. Default 0.01. */
  noTroughProb: v.optional(share, 0.01),
});

const pyin = () => ({
  ...voicing(),
  /** Fastest change of pitch, in octaves a second. Default 35.92. */
  maxTransitionRate: v.optional(numberAbove0(1e6), 35.92),
  /** Probability of a change between voiced and unvoiced from frame to frame, 0 to 1. Default 0.01. */
  switchProb: v.optional(share, 0.01),
  /** The f0 of unvoiced frames: 0 Hz (`zero`), or the best guess (`guess`). Default `zero`. */
  unvoiced: v.optional(word('zero', 'guess'), 'zero'),
});

const of = <const K extends string, const E extends v.ObjectEntries>(kind: K, entries: E) =>
  v.strictObject({ kind: v.literal(kind), ...entries });

/** The schema of one feature of a front end: what is computed from each frame. */
const featureSchema = () =>
  v.variant('kind', [
    of('mel', mel()),
    of('logMel', logMel()),
    of('mfcc', mfcc()),
    of('rms', {}),
    of('zcr', {}),
    of('centroid', {}),
    of('bandwidth', {}),
    of('rolloff', {
      /** Share of the magnitudes that lie below the result, between 0 and 1. Default 0.85. */
      rollPercent: v.optional(part, 0.85),
    }),
    of('flatness', {}),
    of('contrast', contrast()),
    of('chroma', chroma()),
    of('tonnetz', chromaFilters()),
    of('lpc', {
      /** Number of coefficients after the leading 1, less than the samples of a frame, at most 512. Default 16. */
      order: v.optional(integerFrom(1, 512), 16),
    }),
    of('yin', {
      ...pitch(),
      /** The first period whose normalized difference has a minimum below this is taken. Default 0.1. */
      troughThreshold: v.optional(numberFrom(0, 1e6), 0.1),
    }),
    of('pyin', pyin()),
    of('voicing', voicing()),
    of('jitter', pitch()),
    of('shimmer', pitch()),
    of('hnr', pitch()),
    of('encoder', encoderEntries()),
  ]);

const frameSchema = () =>
  v.strictObject({
    /** Size of the transform in samples, 1 to 131 072. */
    nFft: integerFrom(1, MAX_FFT),
    /** Samples from frame to frame. */
    hopLength: integerFrom(1, 2 ** 24),
    /** Samples under the window, in the middle of the frame. Default the whole frame. */
    winLength: v.optional(integerFrom(1, MAX_FFT)),
    /** Shape of the window. Default `hann`. */
    window: v.optional(word('hann', 'hamming', 'blackman', 'povey', 'rectangular'), 'hann'),
    /** True: a periodic window; false: a symmetric one (Kaldi). Default true. */
    periodic: v.optional(flag, true),
    /**
     * The position of frame `t`. `true`: its middle on sample `t * hopLength`; `false`: its start there, whole frames only;
     * `hop`: its middle on the middle of its hop (Kaldi with `snip_edges=false`); `cover`: its start on `t * hopLength`,
     * the last frame padded so that no sample is lost (python_speech_features). Default true.
     */
    center: v.optional(v.union([v.boolean(), v.picklist(['hop', 'cover'])], 'true, false, hop or cover'), true),
    /** Padding beyond the ends of the signal. Default `constant`, zeros. */
    padMode: v.optional(word('constant', 'edge', 'reflect', 'symmetric'), 'constant'),
    /** Samples of a frame; the rest to `nFft` is zero. Default `nFft`. */
    frameLength: v.optional(integerFrom(1, MAX_FFT)),
    /** True to remove the mean of each frame (Kaldi). Default false. */
    removeDc: v.optional(flag, false),
    /** Coefficient of pre-emphasis within each frame (Kaldi), 0 to 1. Default 0. */
    preEmphasis: v.optional(share, 0),
  });

const configSchema = () =>
  v.strictObject({
    /** Hz, 1 to 1 048 576; input at any other rate is resampled to it. */
    sampleRate: numberFrom(1, MAX_RATE),
    /**
     * Level the whole clip is brought to before anything but resampling: root mean square or largest magnitude in dBFS,
     * or gated loudness in LUFS, within ±200. Cannot stream.
     */
    level: v.optional(v.strictObject({ kind: word('rms', 'peak', 'loudness'), targetDb: numberFrom(-200, 200) })),
    /** Cuts silence at both ends, as `librosa.effects.trim`. Cannot stream. */
    trim: v.optional(v.strictObject({ topDb: numberFrom(0, 1000) })),
    /**
     * Samples that every clip is brought to, at `sampleRate` and after `trim`: shorter ones get silence on both sides
     * (as `librosa.util.pad_center`), longer ones keep their middle. For networks of a fixed input, as many papers have
     * them (TIM-Net: 110 000 on RAVDESS); at most 2²⁴. Cannot stream. Absent: as long as the clip is.
     */
    fixedLength: v.optional(integerFrom(1, 2 ** 24)),
    /**
     * Coefficient of first-order pre-emphasis, 0 to 1. A number: as `librosa.effects.preemphasis`; with `zi`, the
     * filter's state before the first sample: 0 leaves the first sample as it is (python_speech_features). Default 0.
     */
    preEmphasis: v.optional(
      v.union(
        [share, v.strictObject({ coef: share, zi: numberFrom(-1e12, 1e12) })],
        'a number from 0 to 1 or { coef, zi }',
      ),
      0,
    ),
    /** How the signal is cut into frames: librosa's options, and those of other programs. */
    frame: frameSchema(),
    /** Concatenated for each frame, in this order; 1 to 64. */
    features: listUpTo(featureSchema(), 64),
    /** Appends Δ (and, with 2, ΔΔ) of all features, over an odd `width` of frames, 3 to 999 (default 9). */
    deltas: v.optional(v.strictObject({ orders: word(1, 2), width: v.optional(integerFrom(3, 999), 9) })),
    /**
     * Subtracts from each coefficient its mean over the clip, after Δ and before `functionals` and `normalization`
     * (cepstral mean normalization). Cannot stream. Default false.
     */
    subtractClipMean: v.optional(flag, false),
    /**
     * Replaces the frames by statistics of each coefficient over the clip, a single vector: for each coefficient, these
     * functionals in this order (see {@link functionals}), 1 to 64. Cannot stream. Absent: off.
     */
    functionals: v.optional(
      listUpTo(
        v.custom<Functional>(isFunctional, 'mean, std, min, max, range, slope, skewness, kurtosis or q0 to q100'),
        64,
      ),
    ),
    /** Applied last to each coefficient of the final vector: (x - mean) / std. */
    normalization: v.optional(v.strictObject({ mean: v.array(v.number()), std: v.array(v.number()) })),
  });

/**
 * Returns the schema of {@link FrontEndConfig}: its type, defaults and limits. `createFrontEnd` also checks what several fields
 * must have in common.
 */
export const frontEndSchema = /* @__PURE__ */ onFirstUse(configSchema);

/** The whole way from sound to feature vectors as plain JSON; what is absent has its default. */
export type FrontEndConfig = Plain<v.InferInput<ReturnType<typeof configSchema>>>;

/** A feature of a front end, which is computed from each frame. */
export type FeatureSpec = FrontEndConfig['features'][number];

/** The kinds of features that are computed from one frame after the other. */
export type FrameFeatureKind = Exclude<FeatureSpec['kind'], 'encoder'>;

/** The frames of a front end. */
export type FrameConfig = FrontEndConfig['frame'];

/** A front end's config with its defaults filled in. */
export type ResolvedConfig = Plain<v.InferOutput<ReturnType<typeof configSchema>>>;

/** A feature of one kind with its defaults filled in. */
export type ResolvedFeature<K extends FeatureSpec['kind'] = FeatureSpec['kind']> = Extract<
  ResolvedConfig['features'][number],
  { kind: K }
>;
