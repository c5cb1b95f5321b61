import { createResampler, type Resampler } from '@ser/dsp';
import type { Audio } from '../audio.js';

/** Filters made lately, by their rates: a corpus has one rate, and its filter is made once. */
const recent = new Map<string, Resampler>();
const KEPT = 4;

function resamplerFor(from: number, to: number): Resampler {
  const key = `${from}:${to}`;
  const resampler = recent.get(key) ?? createResampler({ from, to });
  recent.delete(key);
  recent.set(key, resampler);
  if (recent.size > KEPT) recent.delete(recent.keys().next().value!);
  return resampler;
}

/**
 * The same sound at another rate, by the resampler of `@ser/dsp`; the audio itself if it has that rate already.
 *
 * @param sampleRate the wanted rate in Hz.
 * @throws SerError INVALID_ARGUMENT if the rate is not positive.
 */
export function resampleAudio(audio: Audio, sampleRate: number): Audio {
  if (audio.sampleRate === sampleRate) return audio;
  const samples = resamplerFor(audio.sampleRate, sampleRate).resample(audio.samples);
  return { samples: Float32Array.from(samples), sampleRate };
}
