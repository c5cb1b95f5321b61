import { invalidArgument, type Random, SerError } from '@ser/core';
import type { Clip } from '../signal/types.js';

const positiveInteger = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 1) throw invalidArgument(name, value, 'a positive integer');
};

/** Mean of the squared samples. */
export function powerOf(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return sum / samples.length;
}

/** White noise: independent normal samples of variance 1. */
export function whiteNoise(length: number, random: Random): Float32Array {
  positiveInteger('length', length);
  return Float32Array.from({ length }, () => random.normal());
}

/** Poles and weights of a sum of first-order filters that falls by 3 dB an octave (P. Kellet, 1999). */
const PINK: readonly (readonly [number, number])[] = [
  [0.99886, 0.0555179],
  [0.99332, 0.0750759],
  [0.969, 0.153852],
  [0.8665, 0.3104856],
  [0.55, 0.5329522],
  [-0.7616, -0.016898],
];
const SETTLING = 4096;

/** Pink noise: power falls by 3 dB an octave. Not of unit variance. */
export function pinkNoise(length: number, random: Random): Float32Array {
  positiveInteger('length', length);
  const state = new Float64Array(PINK.length);
  const out = new Float32Array(length);
  let delayed = 0;
  for (let i = -SETTLING; i < length; i++) {
    const white = random.normal();
    let sum = 0.5362 * white + delayed;
    delayed = 0.115926 * white;
    for (let p = 0; p < PINK.length; p++) {
      const [pole, weight] = PINK[p]!;
      state[p] = pole * state[p]! + weight * white;
      sum += state[p]!;
    }
    if (i >= 0) out[i] = sum;
  }
  return out;
}

/**
 * Babble: several recordings at once, each from a place of its own and over again, with equal power.
 *
 * @param voices recordings of one rate, of others than the speaker who is to be understood.
 * @throws SerError `INVALID_ARGUMENT` without voices, for different rates, or for a silent voice.
 */
export function babbleNoise(voices: readonly Clip[], length: number, random: Random): Float32Array {
  positiveInteger('length', length);
  if (voices.length === 0) throw invalidArgument('voices', voices, 'a list of at least one recording');
  const out = new Float32Array(length);
  for (const { samples, sampleRate } of voices) {
    if (sampleRate !== voices[0]!.sampleRate)
      throw invalidArgument('voices', sampleRate, `recordings of one rate, ${voices[0]!.sampleRate} Hz`);
    const power = powerOf(samples);
    if (!(power > 0)) throw invalidArgument('voices', 'a silent one', 'recordings with sound');
    const gain = 1 / Math.sqrt(power * voices.length);
    const start = random.integer(samples.length);
    for (let i = 0; i < length; i++) out[i]! += gain * samples[(start + i) % samples.length]!;
  }
  return out;
}

/**
 * Adds noise so that the ratio of the powers of signal and noise, over the whole clip, is exactly as asked.
 *
 * @param noise at least as many samples as the audio; the first ones are used.
 * @param snrDb signal-to-noise ratio in dB.
 * @returns samples that may exceed full scale.
 * @throws SerError `INVALID_ARGUMENT` for noise that is too short or silent, `INVALID_AUDIO` for silent audio.
 */
export function addNoise({ samples, sampleRate }: Clip, noise: Float32Array, { snrDb }: { snrDb: number }): Clip {
  if (!Number.isFinite(snrDb)) throw invalidArgument('snrDb', snrDb, 'a finite number');
  if (noise.length < samples.length)
    throw invalidArgument('noise', noise, `at least as long as the audio, ${samples.length} samples`);
  const signalPower = powerOf(samples);
  const noisePower = powerOf(noise.subarray(0, samples.length));
  if (!(signalPower > 0)) throw new SerError('INVALID_AUDIO', 'audio without sound has no signal-to-noise ratio');
  if (!(noisePower > 0)) throw invalidArgument('noise', 'silence', 'noise with sound');
  const gain = Math.sqrt(signalPower / noisePower / 10 ** (snrDb / 10));
  return { samples: samples.map((sample, i) => sample + gain * noise[i]!), sampleRate };
}
