import { Random } from '@ser/core';

/** Rate of the sounds of this file, in Hz. */
export const sampleRate = 16000;

/** Syllables, four a second, between half and full loudness. */
const syllables = (seconds: number): number => 0.75 + 0.25 * Math.sin(2 * Math.PI * 4 * seconds);

/** A voice-like sound: harmonics of a gliding pitch, with a loudness of at most 1 by `rhythm`. */
export const voice = (
  seconds: number,
  amplitude = 0.3,
  rhythm: (seconds: number) => number = syllables,
): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    const phase = 2 * Math.PI * (140 * t + 5 * Math.sin(3 * t));
    let sum = 0;
    for (let k = 1; k <= 12; k++) sum += Math.sin(k * phase) / k;
    return (amplitude / 2) * sum * rhythm(t);
  });

/** Puts sounds at given seconds into white noise of `noise` RMS. */
export function scene(
  seconds: number,
  noise: number,
  sounds: readonly { readonly at: number; readonly samples: Float32Array }[],
  rate: number = sampleRate,
): { samples: Float32Array; sampleRate: number } {
  const random = new Random('scene');
  const samples = Float32Array.from({ length: seconds * rate }, () => noise * random.normal());
  for (const { at, samples: sound } of sounds) {
    const start = Math.round(at * rate);
    for (let i = 0; i < sound.length; i++) samples[start + i] = samples[start + i]! + sound[i]!;
  }
  return { samples, sampleRate: rate };
}
