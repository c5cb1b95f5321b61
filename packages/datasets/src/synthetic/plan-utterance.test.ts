import { EMOTIONS, Random } from '@ser/core';
import { expect, it } from 'vitest';
import { SENTENCES } from './phones.js';
import { FRAME_RATE, LONGEST_SECONDS, planUtterance, SHORTEST_SECONDS, type UtterancePlan } from './plan-utterance.js';
import { virtualSpeaker } from './virtual-speaker.js';

const [woman, man] = [virtualSpeaker(new Random(2), 0, 8), virtualSpeaker(new Random(2), 1, 8)];
const plan = (index: number, emotion = EMOTIONS[index % EMOTIONS.length]!): UtterancePlan =>
  planUtterance(index % 2 === 0 ? woman : man, SENTENCES[index % SENTENCES.length]!, emotion, new Random(index));

it('plans tracks of one length, between the shortest and the longest utterance, with plausible values', () => {
  for (let index = 0; index < 60; index++) {
    const { frames, pitch, voice, breath, noise, noiseCenter, noiseWidth, formants, bandwidths } = plan(index);
    expect(frames / FRAME_RATE).toBeGreaterThan(SHORTEST_SECONDS - 0.01);
    expect(frames / FRAME_RATE).toBeLessThan(LONGEST_SECONDS + 0.01);
    for (const track of [pitch, voice, breath, noise, noiseCenter, noiseWidth, ...formants, ...bandwidths]) {
      expect(track).toHaveLength(frames);
      expect(track.every(Number.isFinite)).toBe(true);
    }
    expect(Math.min(...pitch)).toBeGreaterThan(35);
    expect(Math.max(...pitch)).toBeLessThan(1000);
    const [f1, f2, f3] = formants;
    expect(f1.every((f, t) => f > 150 && f < f2[t]! && f2[t]! < f3[t]!)).toBe(true);
  }
});

it('repeats itself for the same arguments', () => {
  const written = (index: number): string =>
    JSON.stringify(plan(index), (_, value) => (ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value));
  const first = written(5);
  expect(written(5) === first).toBe(true);
  expect(written(25) === first).toBe(false);
});

it('begins and ends in silence', () => {
  const { voice, noise, breath, frames } = plan(3);
  for (const track of [voice, noise, breath]) expect([track[0], track[frames - 1]]).toEqual([0, 0]);
  expect(Math.max(...voice)).toBeGreaterThan(0.9);
});

it('speaks slower and lower when sad than when angry, on average', () => {
  const average = (emotion: 'sad' | 'angry', value: (plan: UtterancePlan) => number): number => {
    let sum = 0;
    for (let index = 0; index < 60; index++) sum += value(plan(index, emotion)) / 60;
    return sum;
  };
  const middle = ({ pitch }: UtterancePlan): number => pitch.reduce((sum, hz) => sum + hz, 0) / pitch.length;
  expect(average('sad', ({ frames }) => frames)).toBeGreaterThan(1.2 * average('angry', ({ frames }) => frames));
  expect(average('angry', middle)).toBeGreaterThan(1.1 * average('sad', middle));
});
