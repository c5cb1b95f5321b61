import type { Random } from '@ser/core';
import { type FeatureMatrix, subtractClipMean } from '@ser/dsp';
import type { CompleteClipAugmentation } from '../recipe/feature-augmentation.js';

/** Number of knots of the spectrum of a noise, and of the factors on dynamic range. */
const KNOTS = 5;

/** Returns true if an augmentation changes whole clips. */
export const altersClips = ({
  tempo,
  bandShift,
  equalizer,
  dynamicRange,
  noiseFloor,
  bandLimit,
}: CompleteClipAugmentation): boolean =>
  [tempo, bandShift, equalizer, dynamicRange, noiseFloor, bandLimit].some((step) => step !== undefined);

/**
 * Returns an augmented version of a clip's features; the clip itself does not change.
 *
 * @param options.subtractClipMean true if the front end subtracts each coefficient's mean over the clip; it is then subtracted
 *   again.
 */
export function augmentClip(
  clip: FeatureMatrix,
  augmentation: CompleteClipAugmentation,
  random: Random,
  { subtractClipMean: isCentered = false }: { subtractClipMean?: boolean | undefined } = {},
): FeatureMatrix {
  const { tempo, bandShift, equalizer, dynamicRange, noiseFloor, bandLimit } = augmentation;
  const { coeffs } = clip;
  const augmented = resampled(clip, {
    speed: tempo === undefined ? 1 : random.uniform(1 - tempo, 1 + tempo),
    shift: bandShift === undefined ? 0 : random.uniform(-bandShift, bandShift),
  });
  if (equalizer)
    addCurve(
      augmented,
      curve(coeffs, equalizer.knots, () => equalizer.deviation * random.normal()),
    );
  if (dynamicRange !== undefined)
    stretch(
      augmented,
      curve(coeffs, KNOTS, () => random.uniform(1 - dynamicRange, 1 + dynamicRange)),
    );
  if (noiseFloor && random.next() < noiseFloor.probability) addNoise(augmented, noiseFloor, random);
  if (bandLimit && random.next() < bandLimit.probability) limitBands(augmented, bandLimit.fromBand, random);
  return isCentered ? subtractClipMean(augmented) : augmented;
}

/** Returns the clip at another speed and with shifted bands, by linear interpolation; values beyond an edge are those at it. */
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

/** Returns the place below a position among `length` places, and its distance to the position; clipped to the edges. */
function placeOf(position: number, length: number): { from: number; share: number } {
  const at = Math.min(Math.max(position, 0), length - 1);
  const from = Math.floor(at);
  return { from, share: at - from };
}

/** Returns a line over `coeffs` bands through drawn numbers at evenly spaced knots, the first and last at its ends. */
function curve(coeffs: number, knots: number, draw: () => number): Float64Array {
  const heights = Array.from({ length: knots }, draw);
  return Float64Array.from({ length: coeffs }, (_, c) => {
    const { from, share } = placeOf((c * (knots - 1)) / Math.max(coeffs - 1, 1), knots);
    return (1 - share) * heights[from]! + share * (heights[from + 1] ?? 0);
  });
}

function addCurve({ data, coeffs }: FeatureMatrix, gains: Float64Array): void {
  for (let i = 0; i < data.length; i++) data[i]! += gains[i % coeffs]!;
}

/** Multiplies the distance of each value to its coefficient's mean over the clip. */
function stretch({ data, frames, coeffs }: FeatureMatrix, factors: Float64Array): void {
  const means = new Float64Array(coeffs);
  for (let i = 0; i < data.length; i++) means[i % coeffs]! += data[i]! / frames;
  for (let i = 0; i < data.length; i++) {
    const c = i % coeffs;
    data[i] = means[c]! + factors[c]! * (data[i]! - means[c]!);
  }
}

const NEPER = Math.LN10 / 10;

function addNoise(
  { data, coeffs }: FeatureMatrix,
  { level: [least, greatest], deviation }: NonNullable<CompleteClipAugmentation['noiseFloor']>,
  random: Random,
): void {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const floor = mean + random.uniform(least, greatest);
  const noise = curve(coeffs, KNOTS, () => deviation * random.normal()).map((height) => floor + height);
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
