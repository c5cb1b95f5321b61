import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { FRAME_RATE, planUtterance } from './plan-utterance.js';
import { synthesize } from './synthesize.js';
import { virtualSpeaker } from './virtual-speaker.js';

const speaker = virtualSpeaker(new Random(2), 1, 8);
const plan = planUtterance(speaker, 'mola tiku sane', 'neutral', new Random(6));
const { samples } = synthesize(plan, speaker, 16_000, new Random(1));

/** The lag in samples, from 40 to 250, at which a stretch is most like itself: the period of the voice. */
function period(start: number, length: number): number {
  const energy = (from: number): number => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += samples[from + i]! ** 2;
    return sum;
  };
  let [best, at] = [-1, 0];
  for (let lag = 40; lag <= 250; lag++) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += samples[start + i]! * samples[start + i + lag]!;
    const similarity = sum / Math.sqrt(energy(start) * energy(start + lag));
    if (similarity > best) [best, at] = [similarity, lag];
  }
  return at;
}

/** Power between two frequencies of 512 samples from `start`. */
function bandPower(start: number, low: number, high: number): number {
  let power = 0;
  for (let bin = Math.ceil((low * 512) / 16_000); bin <= (high * 512) / 16_000; bin++) {
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < 512; n++) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 512);
      real += window * samples[start + n]! * Math.cos((2 * Math.PI * bin * n) / 512);
      imaginary += window * samples[start + n]! * Math.sin((2 * Math.PI * bin * n) / 512);
    }
    power += real * real + imaginary * imaginary;
  }
  return power;
}

const sampleOf = (frame: number): number => Math.round((frame * 16_000) / FRAME_RATE);

it('has the planned pitch in its vowels', () => {
  let [vowels, right] = [0, 0];
  for (let frame = 40; frame < plan.frames - 60; frame += 5) {
    if (plan.voice[frame]! < 0.9 || plan.voice[frame + 16]! < 0.9) continue;
    vowels++;
    const hz = 16_000 / period(sampleOf(frame), 400);
    const planned = plan.pitch[frame + 8]!;
    if (Math.abs(hz / planned - 1) < 0.06) right++;
  }
  expect(vowels).toBeGreaterThan(10);
  expect(right / vowels).toBeGreaterThan(0.9);
});

it('has low frequencies in vowels and high ones in the hiss of s', () => {
  const loudest = (track: Float32Array): number => track.indexOf(Math.max(...track));
  const hissing = (track: Float32Array, center: Float32Array): number =>
    loudest(track.map((value, t) => (center[t]! > 4500 ? value : 0)));
  const vowel = sampleOf(loudest(plan.voice));
  const hiss = sampleOf(hissing(plan.noise, plan.noiseCenter)) + 200;
  expect(bandPower(vowel, 100, 1000)).toBeGreaterThan(30 * bandPower(vowel, 3000, 7500));
  expect(bandPower(hiss, 3000, 7500)).toBeGreaterThan(3 * bandPower(hiss, 100, 1000));
});

it('lies over a background that is 16 to 32 dB weaker', () => {
  const power = (from: number, to: number): number =>
    samples.subarray(from, to).reduce((sum, x) => sum + x * x, 0) / (to - from);
  const quiet = power(0, sampleOf(plan.voice.findIndex((value) => value > 0)) - 100);
  const ratio = 10 * Math.log10(power(0, samples.length) / quiet);
  expect(ratio).toBeGreaterThan(12);
  expect(ratio).toBeLessThan(36);
});

it.each([8000, 11_025, 22_050, 48_000])('works at %d Hz', (sampleRate) => {
  const audio = synthesize(plan, speaker, sampleRate, new Random(1));
  expect(audio.sampleRate).toBe(sampleRate);
  expect(audio.samples.length / sampleRate).toBeCloseTo(plan.frames / FRAME_RATE, 3);
  expect(audio.samples.every((x) => Number.isFinite(x) && Math.abs(x) <= 1)).toBe(true);
});
