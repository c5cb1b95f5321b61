import { check } from '../signal/check.js';
import { createSpectrum, type SpectrumPlan } from '../transform/stft.js';
import { getWindow } from '../transform/window.js';
import type { ResolvedConfig } from './front-end-config.js';

/** A front end's frames and their spectra. */
export interface FrontEndFrames extends SpectrumPlan {
  /** Writes `count` frames as their spectra are to see them, one after the other; absent where they are left as they are. */
  readonly condition?: ((x: Float64Array, at: number, count: number, out: Float64Array) => void) | undefined;
  /** The value subtracted from each sample of the frame at `x[at]`: its mean if that is removed, else 0. */
  dc(x: Float64Array, at: number): number;
}

/** Prepares a front end's frames, which may lie and be conditioned in other ways than librosa's. */
export function createFrontEndFrames({
  nFft,
  hopLength: hop,
  frameLength = nFft,
  winLength = frameLength,
  window,
  periodic,
  center,
  padMode,
  removeDc,
  preEmphasis,
}: ResolvedConfig['frame']): FrontEndFrames {
  check(frameLength <= nFft, 'frame.frameLength', frameLength, `at most nFft, ${nFft}`);
  check(winLength <= frameLength, 'frame.winLength', winLength, `at most the length of a frame, ${frameLength}`);
  const weights = getWindow(window, winLength, { periodic });
  const plan = createSpectrum(
    { nFft: frameLength, hopLength: hop, window: weights, center: center === true, padMode },
    nFft,
  );
  const frames: FrontEndFrames = {
    ...plan,
    dc(x, at) {
      let sum = 0;
      if (removeDc) for (let i = at; i < at + frameLength; i++) sum += x[i]!;
      return sum / frameLength;
    },
  };
  const overrides: Partial<{ -readonly [K in keyof FrontEndFrames]: FrontEndFrames[K] }> = {};
  if (center === 'hop') {
    overrides.left = (frameLength >> 1) - (hop >> 1);
    overrides.count = (samples) => Math.floor((samples + (hop >> 1)) / hop);
  }
  if (center === 'cover') overrides.count = (samples) => 1 + Math.max(0, Math.ceil((samples - frameLength) / hop));
  if (removeDc || preEmphasis) {
    overrides.condition = (x, at, count, out) => {
      for (let t = 0; t < count; t++) {
        const from = at + t * hop;
        const to = t * frameLength;
        const mean = frames.dc(x, from);
        for (let i = frameLength; i--; )
          out[to + i] = x[from + i]! - mean - preEmphasis * (x[from + (i && i - 1)]! - mean);
      }
    };
  }
  return Object.assign(frames, overrides);
}
