import { Random } from '@ser/core';

const FORMANTS = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
];
const BANDWIDTHS = [80, 110, 160];

/**
 * Speech-like clips, the same for the same seed: voiced syllables (a pulse train with moving pitch and jitter through
 * three formant resonators), noisy consonants and pauses. Samples are multiples of 1/32768, as 16-bit files hold them.
 * @param {{ count: number, seconds: number, sampleRate: number, seed: number }} options
 * @returns {Float32Array[]}
 */
export function speechClips({ count, seconds, sampleRate, seed }) {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) =>
    speechClip(random.fork(i), Math.round(seconds * sampleRate), sampleRate),
  );
}

function speechClip(random, length, sampleRate) {
  const signal = new Float64Array(length);
  const pitch = random.uniform(95, 240);
  for (let start = Math.round(0.05 * sampleRate); start < length; ) {
    const consonant = Math.round(random.uniform(0.03, 0.1) * sampleRate);
    addNoise(signal, start, consonant, random);
    start += consonant;
    const vowel = Math.round(random.uniform(0.12, 0.3) * sampleRate);
    addVowel(signal, start, vowel, sampleRate, pitch * random.uniform(0.85, 1.25), random);
    start += vowel + Math.round(random.uniform(0, 0.12) * sampleRate);
  }
  let peak = 0;
  for (const value of signal) peak = Math.max(peak, Math.abs(value));
  return Float32Array.from(signal, (value) => Math.round((value / peak) * 0.7 * 32767 + random.normal() * 2) / 32768);
}

function addNoise(signal, start, length, random) {
  let previous = 0;
  for (let i = 0; i < length && start + i < signal.length; i++) {
    const white = random.normal();
    signal[start + i] += 0.06 * Math.sin((Math.PI * i) / length) * (white - 0.7 * previous);
    previous = white;
  }
}

function addVowel(signal, start, length, sampleRate, pitch, random) {
  const resonators = random.pick(FORMANTS).map((frequency, k) => {
    const radius = Math.exp((-Math.PI * BANDWIDTHS[k]) / sampleRate);
    return { a1: 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate), a2: -radius * radius, y1: 0, y2: 0 };
  });
  let untilPulse = 0;
  for (let i = 0; i < length && start + i < signal.length; i++) {
    let excitation = 0.004 * random.normal();
    if (--untilPulse <= 0) {
      excitation += 1;
      const bend = 1 + 0.15 * Math.sin((Math.PI * i) / length);
      untilPulse = (sampleRate / (pitch * bend)) * random.uniform(0.99, 1.01);
    }
    let sum = 0;
    resonators.forEach((resonator, k) => {
      const y = excitation + resonator.a1 * resonator.y1 + resonator.a2 * resonator.y2;
      resonator.y2 = resonator.y1;
      resonator.y1 = y;
      sum += y / (k + 1);
    });
    signal[start + i] += 0.1 * Math.sin((Math.PI * i) / length) * sum;
  }
}
