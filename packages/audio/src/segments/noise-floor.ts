/** Frames on each side of the measured one, 10 ms each: 10 s. */
export const REACH = 1000;
/** Frames between two measurements: 1 s. */
export const STEP = 100;
const NOISE_QUANTILE = 0.1;
const SPEECH_QUANTILE = 0.95;

const quantile = (sorted: Float32Array, share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;

/** Returns the 10th and the 95th percentile of some levels, which are sorted in place. */
export function backgroundAndPeak(levels: Float32Array): { noise: number; speech: number } {
  const sorted = levels.sort();
  return { noise: quantile(sorted, NOISE_QUANTILE), speech: quantile(sorted, SPEECH_QUANTILE) };
}

/**
 * The level of the background and of the loudest sounds around each frame: the 10th and 95th percentile of the 20 s
 * around it.
 *
 * @param level of each frame, in dB.
 */
export function noiseAndSpeechLevels(level: Float32Array): { noise: Float32Array; speech: Float32Array } {
  const noise = new Float32Array(level.length);
  const speech = new Float32Array(level.length);
  for (let from = 0; from < level.length; from += STEP) {
    const center = from + STEP / 2;
    const around = backgroundAndPeak(level.slice(Math.max(0, center - REACH), center + REACH));
    noise.fill(around.noise, from, from + STEP);
    speech.fill(around.speech, from, from + STEP);
  }
  return { noise, speech };
}
