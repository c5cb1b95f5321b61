import Meyda from 'meyda';
import { timed } from '../engines/timed.mjs';
import { CLIPS, FRAMES, N_MELS, WORKS } from '../signals/settings.mjs';

/** Meyda takes one frame at a time. Its log-mel is `melBands`; it has neither Δ nor pitch. */
export function prepare(work, { clips }) {
  const { coeffs } = WORKS[work];
  const feature = coeffs === undefined ? 'melBands' : 'mfcc';
  const task = timed((clip) => {
    Meyda.sampleRate = CLIPS.sampleRate;
    Meyda.bufferSize = FRAMES.nFft;
    Meyda.windowingFunction = 'hanning';
    Meyda.melBands = N_MELS;
    if (coeffs !== undefined) Meyda.numberOfMFCCCoefficients = coeffs;
    const half = FRAMES.nFft / 2;
    const padded = new Float32Array(clip.length + FRAMES.nFft);
    padded.set(clip, half);
    const frames = [];
    for (let start = 0; start + FRAMES.nFft <= padded.length; start += FRAMES.hopLength) {
      frames.push(Meyda.extract(feature, padded.subarray(start, start + FRAMES.nFft)));
    }
    return frames;
  }, clips);
  return { ...task, note: coeffs === undefined ? undefined : 'without Δ and ΔΔ, which it lacks' };
}
