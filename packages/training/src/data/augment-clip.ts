import { invalidArgument, type Random, SerError } from '@ser/core';
import { type FeatureMatrix, type FrontEndConfig, subtractClipMean } from '@ser/dsp';

/**
 * How the features of a whole clip are altered before its window is cut, as plain JSON. What is absent is off. All but
 * `tempo` are for log-mel bands in decibels.
 */
export interface ClipAugmentation {
  /** Tempo: the clip is read faster or slower by a factor from 1 − `tempo` to 1 + `tempo`; in (0, 0.5]. */
  readonly tempo?: number | undefined;
  /** Voice size: bands are read up to this many bands above or below their own place, fractions included; positive. */
  readonly bandShift?: number | undefined;
  /** Channel: a gain for each band, a line through `knots` (5 by default, at least 2) normal numbers of `deviation` dB. */
  readonly equalizer?: { readonly deviation: number; readonly knots?: number };
  /**
   * Background: with `probability` (1 by default), a steady noise is added in power. It lies at a level from `level`, a
   * least and a greatest number of dB relative to the clip's mean over all frames and bands; its spectrum is a line
   * through 5 normal numbers of `deviation` dB (0 by default: level over the bands).
   */
  readonly noiseFloor?: {
    readonly level: readonly [least: number, greatest: number];
    readonly deviation?: number | undefined;
    readonly probability?: number | undefined;
  };
  /**
   * Bandwidth: with `probability`, the bands from a random one on, `fromBand` or above, hold nothing but the clip's
   * smallest value.
   */
  readonly bandLimit?: { readonly fromBand: number; readonly probability: number };
}

const KNOTS = 5;
/** Bands of a front end that does not say how many, as librosa's. */
const MEL_BANDS = 128;

/** True if anything in it alters whole clips. */
export const altersClips = ({ tempo, bandShift, equalizer, noiseFloor, bandLimit }: ClipAugmentation): boolean =>
  [tempo, bandShift, equalizer, noiseFloor, bandLimit].some((step) => step !== undefined);

/** Throws `INVALID_ARGUMENT` for a value out of range. */
export function checkClipAugmentation({ tempo, bandShift, equalizer, noiseFloor, bandLimit }: ClipAugmentation): void {
  const within = (name: string, value: number, isAllowed: boolean, allowed: string): void => {
    if (!isAllowed) throw invalidArgument(`augmentation.${name}`, value, allowed);
  };
  const probability = (name: string, value = 1): void =>
    within(`${name}.probability`, value, value > 0 && value <= 1, 'a number in (0, 1]');
  if (tempo !== undefined) within('tempo', tempo, tempo > 0 && tempo <= 0.5, 'a number in (0, 0.5]');
  if (bandShift !== undefined) within('bandShift', bandShift, bandShift > 0 && bandShift <= 32, 'a number in (0, 32]');
  if (equalizer) {
    const { deviation, knots = KNOTS } = equalizer;
    within('equalizer.deviation', deviation, deviation > 0 && deviation <= 60, 'a number of dB in (0, 60]');
    within('equalizer.knots', knots, Number.isSafeInteger(knots) && knots >= 2, 'an integer of at least 2');
  }
  if (noiseFloor) {
    const { level, deviation = 0 } = noiseFloor;
    const [least, greatest] = level;
    within('noiseFloor.level', least, least <= greatest, `at most its greatest, ${greatest}`);
    within('noiseFloor.deviation', deviation, deviation >= 0 && deviation <= 60, 'a number of dB in [0, 60]');
    probability('noiseFloor', noiseFloor.probability);
  }
  if (bandLimit) {
    const { fromBand } = bandLimit;
    within('bandLimit.fromBand', fromBand, Number.isSafeInteger(fromBand) && fromBand >= 1, 'a positive integer');
    probability('bandLimit', bandLimit.probability);
  }
}

/** Throws `INVALID_ARGUMENT` if an augmentation of bands is for a front end whose coefficients are none, or too few. */
export function checkBands(augmentation: ClipAugmentation, { features, deltas }: FrontEndConfig): void {
  const { bandLimit } = augmentation;
  const step = (['bandShift', 'equalizer', 'noiseFloor', 'bandLimit'] as const).find(
    (name) => augmentation[name] !== undefined,
  );
  if (step === undefined) return;
  const [feature] = features;
  const isBands = features.length === 1 && feature?.kind === 'logMel' && feature.log !== 'ln' && !deltas;
  if (!isBands) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `augmentation.${step} needs a front end of log-mel bands in decibels alone`,
      {
        hint: "Use features: [{ kind: 'logMel' }] without deltas, or leave the step out.",
      },
    );
  }
  const bands = feature.nMels ?? MEL_BANDS;
  if (bandLimit && bandLimit.fromBand >= bands) {
    throw invalidArgument('augmentation.bandLimit.fromBand', bandLimit.fromBand, `below the ${bands} bands`);
  }
}

/**
 * An altered version of a clip's features, see {@link ClipAugmentation}; the clip itself stays as it is.
 *
 * @param options.subtractClipMean whether the features have no mean over the clip, so that the altered ones get none
 *   either: true for a front end with `subtractClipMean`.
 */
export function augmentClip(
  clip: FeatureMatrix,
  augmentation: ClipAugmentation,
  random: Random,
  { subtractClipMean: isCentered = false }: { subtractClipMean?: boolean | undefined } = {},
): FeatureMatrix {
  const { tempo, bandShift, equalizer, noiseFloor, bandLimit } = augmentation;
  const { coeffs } = clip;
  const altered = resampled(clip, {
    speed: tempo === undefined ? 1 : random.uniform(1 - tempo, 1 + tempo),
    shift: bandShift === undefined ? 0 : random.uniform(-bandShift, bandShift),
  });
  if (equalizer) addCurve(altered, curve(coeffs, equalizer.knots ?? KNOTS, equalizer.deviation, random));
  if (noiseFloor && random.next() < (noiseFloor.probability ?? 1)) addNoise(altered, noiseFloor, random);
  if (bandLimit && random.next() < bandLimit.probability) limitBands(altered, bandLimit.fromBand, random);
  return isCentered ? subtractClipMean(altered) : altered;
}

/** The clip read at another speed and from shifted bands, by linear interpolation; edges are held. */
function resampled(
  { data, frames, coeffs }: FeatureMatrix,
  { speed, shift }: { speed: number; shift: number },
): FeatureMatrix {
  const length = Math.max(1, Math.round(frames / speed));
  const out = new Float32Array(length * coeffs);
  const bands = Array.from({ length: coeffs }, (_, c) => placeOf(c + shift, coeffs));
  for (let t = 0, i = 0; t < length; t++) {
    const { from, share } = placeOf(t * speed, frames);
    const row = from * coeffs;
    const next = share > 0 ? row + coeffs : row;
    for (let c = 0; c < coeffs; c++, i++) {
      const { from: low, share: up } = bands[c]!;
      const high = up > 0 ? low + 1 : low;
      const here = (1 - up) * data[row + low]! + up * data[row + high]!;
      const there = (1 - up) * data[next + low]! + up * data[next + high]!;
      out[i] = (1 - share) * here + share * there;
    }
  }
  return { data: out, frames: length, coeffs };
}

/** Between which of `length` places a position lies, and how far from the first; beyond an edge, at the edge. */
function placeOf(position: number, length: number): { from: number; share: number } {
  const at = Math.min(Math.max(position, 0), length - 1);
  const from = Math.floor(at);
  return { from, share: at - from };
}

/** A line over `coeffs` bands through normal numbers at evenly spaced knots, the outer ones at its ends. */
function curve(coeffs: number, knots: number, deviation: number, random: Random): Float64Array {
  const heights = Array.from({ length: knots }, () => deviation * random.normal());
  return Float64Array.from({ length: coeffs }, (_, c) => {
    const { from, share } = placeOf((c * (knots - 1)) / Math.max(coeffs - 1, 1), knots);
    return (1 - share) * heights[from]! + share * (heights[from + 1] ?? 0);
  });
}

function addCurve({ data, coeffs }: FeatureMatrix, gains: Float64Array): void {
  for (let i = 0; i < data.length; i++) data[i]! += gains[i % coeffs]!;
}

const NEPER = Math.LN10 / 10;

function addNoise(
  { data, coeffs }: FeatureMatrix,
  { level: [least, greatest], deviation = 0 }: NonNullable<ClipAugmentation['noiseFloor']>,
  random: Random,
): void {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const floor = mean + random.uniform(least, greatest);
  const noise = curve(coeffs, KNOTS, deviation, random).map((height) => floor + height);
  for (let i = 0; i < data.length; i++) {
    const [high, low] = [Math.max(data[i]!, noise[i % coeffs]!), Math.min(data[i]!, noise[i % coeffs]!)];
    data[i] = high + Math.log1p(Math.exp(NEPER * (low - high))) / NEPER;
  }
}

function limitBands({ data, coeffs }: FeatureMatrix, fromBand: number, random: Random): void {
  const first = fromBand + random.integer(Math.max(coeffs - fromBand, 1));
  const least = data.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  for (let row = 0; row < data.length; row += coeffs)
    data.fill(least, Math.min(row + first, row + coeffs), row + coeffs);
}
