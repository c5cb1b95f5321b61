import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';

/**
 * Returns the same sound with a mean of 0: the mean of all samples is subtracted from each.
 *
 * @throws SerError INVALID_ARGUMENT if there is no sample.
 *
 * @example
 * removeDc({ samples: Float32Array.of(1, 0), sampleRate: 16000 }).samples; // [0.5, -0.5]
 */
export function removeDc(audio: Audio): Audio {
  const { samples, sampleRate } = audio;
  if (samples.length === 0) throw invalidArgument('samples', samples, 'at least one sample');
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]!;
  const mean = sum / samples.length;
  return { samples: samples.map((sample) => sample - mean), sampleRate };
}
