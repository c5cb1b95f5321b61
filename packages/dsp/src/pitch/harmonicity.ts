import { createAutocorrelation } from '../fft/autocorrelation.js';
import { parabolicShift } from '../signal/parabola.js';
import { argMax, mean } from '../signal/vector.js';
import { getWindow } from '../transform/window.js';

/** Least distance of the harmonic share from 0 and 1: the ratio stays within ±100 dB. */
const MARGIN = 1e-10;

/**
 * Prepares the harmonics-to-noise ratio in dB of frames whose period is known: 10 log10(r / (1 - r)), where r is the
 * height of the autocorrelation's peak near the period, corrected for the (Hann) window (Boersma 1993). A frame of
 * constant value has no ratio, NaN.
 */
export function createHarmonicity(frameLength: number): (frame: Float64Array, period: number) => number {
  const window = getWindow('hann', frameLength);
  const correlate = createAutocorrelation(frameLength, frameLength);
  const ofWindow = correlate(window).slice();
  return (frame, period) => {
    const center = mean(frame);
    const ofFrame = correlate(frame.map((x, i) => (x - center) * window[i]!));
    const first = Math.max(1, Math.floor(0.8 * period) - 1);
    const heights = ofFrame
      .slice(first, Math.ceil(1.2 * period) + 2)
      .map((value, i) => (value * ofWindow[0]!) / (ofFrame[0]! * ofWindow[first + i]!));
    const best = argMax(heights, 1);
    const slope = heights[best + 1]! - heights[best - 1]!;
    const height = heights[best]! + 0.25 * slope * parabolicShift(heights, best);
    const harmonic = Math.min(1 - MARGIN, Math.max(MARGIN, height > 1 ? 1 / height : height));
    return 10 * Math.log10(harmonic / (1 - harmonic));
  };
}
