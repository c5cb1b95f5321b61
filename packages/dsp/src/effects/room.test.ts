import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { powerOf } from './noise.js';
import { addRoom, decayTime, type Room, randomRoom, roomImpulseResponse } from './room.js';

const rate = 16_000;
const room: Room = { size: [5, 4, 3], source: [1, 1, 1.5], microphone: [3.5, 2.5, 1.2], rt60: 0.4 };

it.each([0.2, 0.4, 0.7])('has the reverberation time asked for: %s s', (rt60) => {
  const response = roomImpulseResponse({ ...room, rt60 }, rate);
  const energy = Float64Array.from(response, (x) => x * x);
  expect(Math.abs(decayTime(energy, rate) / rt60 - 1)).toBeLessThan(0.15);
});

it('measures the decay of an exponential', () => {
  const energy = Float64Array.from({ length: rate }, (_, i) => 10 ** ((-6 * i) / rate / 0.5));
  expect(decayTime(energy, rate)).toBeCloseTo(0.5, 3);
});

it('begins with the direct sound; the first reflections come when geometry says', () => {
  const response = roomImpulseResponse(room, rate);
  expect(response[0]).toBeCloseTo(1, 5);
  const distance = Math.hypot(2.5, 1.5, 0.3);
  // By the floor: the image of the source lies 1.5 m below it.
  const floor = Math.hypot(2.5, 1.5, 1.5 + 1.2);
  const at = ((floor - distance) / 343) * rate;
  const around = response.subarray(Math.floor(at), Math.floor(at) + 2);
  expect(around[0]! + around[1]!).toBeLessThan(-0.1);
  expect(response.subarray(1, Math.floor(at) - 1).every((x) => x === 0)).toBe(true);
});

it('keeps length, place and power of the audio', () => {
  const random = new Random(1);
  const samples = Float32Array.from({ length: 8000 }, (_, i) => (i === 100 ? 1 : 0.01 * random.normal()));
  const wet = addRoom({ samples, sampleRate: rate }, roomImpulseResponse(room, rate));
  expect(wet.samples).toHaveLength(8000);
  expect(powerOf(wet.samples) / powerOf(samples)).toBeCloseTo(1, 4);
  const loudest = wet.samples.reduce((best, x, i) => (Math.abs(x) > Math.abs(wet.samples[best]!) ? i : best), 0);
  expect(loudest).toBe(100);
});

it('draws rooms that can be', () => {
  const random = new Random(2);
  for (let i = 0; i < 5; i++) expect(roomImpulseResponse(randomRoom(random, 0.15), 8000)[0]).toBeCloseTo(1, 5);
  expect(randomRoom(new Random(9), 0.3)).toEqual(randomRoom(new Random(9), 0.3));
});

it('refuses rooms that cannot be', () => {
  expect(() => roomImpulseResponse({ ...room, source: [6, 1, 1] }, rate)).toThrow('source must be within the room');
  expect(() => roomImpulseResponse({ ...room, microphone: room.source }, rate)).toThrow('0.1 m or more');
  expect(() => roomImpulseResponse({ ...room, rt60: 9 }, rate)).toThrow('rt60 must be in [0.05, 1.5] s');
  expect(() => roomImpulseResponse({ ...room, size: [5, 4, 0] }, rate)).toThrow('size must be');
});
