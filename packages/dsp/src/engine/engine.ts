/**
 * Reads `count` frames, one each `hop` samples from `x[at]`, and writes a row for each, one after the other from
 * `out[to]`. What a row holds depends on its frame alone, bit for bit.
 */
export type FrameKernel = (
  x: Float64Array,
  at: number,
  hop: number,
  count: number,
  out: Float64Array,
  to: number,
) => void;

/** Reads `count` rows, one after the other from `x[from]`, and writes a row for each from `out[to]`. */
export type RowKernel = (x: Float64Array, from: number, count: number, out: Float64Array, to: number) => void;

/** A bank of filters over the bins of a spectrum, of which only the run of non-zero weights is kept. */
export interface FilterBank {
  /** The first bin of each filter. */
  readonly start: Int32Array;
  /** First weight of each filter, and one more element: the end of the last filter. */
  readonly offset: Int32Array;
  readonly weights: Float64Array;
}

/** `factor · ln(max(least, x))`. */
export interface Logarithm {
  readonly factor: number;
  readonly least: number;
}

/** A transform of rows by cosines that are even or odd about the middle of the row, or by any others. */
export interface CosineTable {
  /** Values of a row. */
  readonly size: number;
  /** Coefficients of a row. */
  readonly length: number;
  /** Cosines of a coefficient: `size`, or half of it where pairs of values share one. */
  readonly width: number;
  /** True if even coefficients use sums of the pairs of a row, and odd ones differences. */
  readonly folded: boolean;
  /** `[coefficient * width + i]`. */
  readonly cosines: Float64Array;
}

/**
 * Writes `count` outputs of a polyphase filter to `out[0 …]`: the first is the sum of products of the samples from `x[at]`
 * with the row of weights for `phase`.
 */
export type PolyphaseKernel = (x: Float64Array, at: number, phase: number, count: number, out: Float64Array) => void;

/** The weights of a polyphase filter. */
export interface PolyphaseTable {
  /** `[phase * taps + tap]`. */
  readonly weights: Float64Array;
  /** Samples that an output looks at, an even number. */
  readonly taps: number;
  /** Phases; an output comes `down` phases after the one before. */
  readonly up: number;
  readonly down: number;
}

/** Logarithms of the probabilities to move from pitch `k` to `j`: `[k * (2 * reach + 1) + j - k + reach]`. */
export interface Moves {
  readonly pitches: number;
  /** The farthest move. */
  readonly reach: number;
  /** Moves that leave the voicing as it is, and moves that change it. */
  readonly staying: Float64Array;
  readonly switching: Float64Array;
}

/**
 * Writes the best score of each state and the state it comes from, the lowest among equals, to `origins[at …]`. States
 * are the voiced pitches, then the unvoiced ones.
 */
export type MoveKernel = (scores: Float64Array, next: Float64Array, origins: Uint32Array, at: number) => void;

/** The hot loops. Each method prepares one of them. */
export interface Engine {
  /** Power spectra of frames times `weights`, followed by zeros up to `size`: `1 + size / 2` squared magnitudes a row. */
  power(weights: Float64Array, size: number): FrameKernel;
  /** The filters' sums over such spectra, and their logarithms where those are wanted. */
  bands(weights: Float64Array, size: number, filters: FilterBank, logarithm: Logarithm | undefined): FrameKernel;
  /** Cosine transforms of rows. */
  cosines(table: CosineTable): RowKernel;
  /**
   * Rows with their derivatives after them: `odd` and, where given, `even` hold the weights of `2 · half + 1` rows, odd or
   * even about the middle. Reads `half` rows before and after those it writes.
   */
  deltas(coeffs: number, odd: Float64Array, even: Float64Array | undefined): RowKernel;
  /** YIN's cumulative mean normalized differences of frames of `length` samples, at periods from `least` to `most`. */
  differences(length: number, least: number, most: number): FrameKernel;
  /** A polyphase filter. */
  polyphase(table: PolyphaseTable): PolyphaseKernel;
  /** A step of Viterbi decoding. */
  moves(moves: Moves): MoveKernel;
}
