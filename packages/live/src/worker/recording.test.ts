import { expect, it } from 'vitest';
import { Recording } from './recording.js';

const ramp = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: to - from }, (_, i) => (from + i) / 100);

it('keeps the last seconds, and gives them back to 16 bits', () => {
  const recording = new Recording(10, 4);
  recording.push(ramp(0, 25));
  recording.push(ramp(25, 60));
  expect(recording.seconds).toBe(6);
  const { start, samples } = recording.slice(3, 5);
  expect(start).toBe(3);
  expect(samples).toHaveLength(20);
  for (const [i, sample] of samples.entries()) expect(sample).toBeCloseTo((30 + i) / 100, 4);
});

it('gives only what is kept, and nothing for what is not there yet', () => {
  const recording = new Recording(10, 4);
  recording.push(ramp(0, 60));
  const old = recording.slice(0, 3);
  expect(old.start).toBe(2);
  expect(old.samples).toHaveLength(10);
  expect(recording.slice(9, 12).samples).toHaveLength(0);
});

it('clips samples beyond full scale instead of wrapping them', () => {
  const recording = new Recording(10, 1);
  recording.push(Float32Array.of(2, -2));
  expect([...recording.slice(0, 1).samples]).toEqual([1, -1]);
});
