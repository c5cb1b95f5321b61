/** One channel of sound. */
export interface Signal {
  /** Sample values, usually within [-1, 1]. */
  readonly samples: Float32Array | Float64Array;
  /** Samples a second, in Hz. */
  readonly sampleRate: number;
}

/** A signal in single precision, as decoders return it. */
export interface Clip extends Signal {
  readonly samples: Float32Array;
}

/** A frame-major table of numbers: the value of coefficient `c` in frame `t` is `data[t * coeffs + c]`. */
export interface Matrix {
  readonly data: Float32Array | Float64Array;
  readonly frames: number;
  readonly coeffs: number;
}

/** A frame-major table of features in single precision, `data[t * coeffs + c]`. */
export interface FeatureMatrix {
  data: Float32Array;
  frames: number;
  coeffs: number;
}

/** A one-sided spectrogram, frames × (1 + nFft / 2) bins, that knows its sample rate. */
export interface Spectrogram extends Matrix {
  /** Samples a second of the signal underneath, in Hz. */
  readonly sampleRate: number;
}

/** A one-sided complex spectrogram, frames × (1 + nFft / 2) bins: `real[t * coeffs + k]`, `imag[t * coeffs + k]`. */
export interface ComplexSpectrogram {
  readonly real: Float64Array;
  readonly imag: Float64Array;
  readonly frames: number;
  readonly coeffs: number;
  /** Samples a second of the signal underneath, in Hz. */
  readonly sampleRate: number;
}
