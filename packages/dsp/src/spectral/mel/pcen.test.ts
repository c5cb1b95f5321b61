import { expect, it } from 'vitest';
import { pcen } from './pcen.js';

const steady = (level: number) => ({ data: new Float64Array(400).fill(level), frames: 200, coeffs: 2 });

it('brings steady bands of any level to nearly the same value', () => {
  const options = { sampleRate: 16000, hopLength: 160 };
  const [soft, loud] = [1e3, 1e6].map((level) => pcen(steady(level), options).data.at(-1)!);
  expect(loud! / soft!).toBeLessThan(1.2);
  expect(loud! / soft!).toBeGreaterThan(1);
});

it('refuses negative energies and options out of range', () => {
  expect(() => pcen(steady(-1), { sampleRate: 16000 })).toThrow('input must be at least 0, got -1');
  expect(() => pcen(steady(1), { sampleRate: 16000, gain: -1 })).toThrow('gain must be at least 0, got -1');
  expect(() => pcen(steady(1), { sampleRate: 16000, b: 2 })).toThrow('b must be from 0 to 1, got 2');
  expect(() => pcen(steady(1), {} as never)).toThrow('sampleRate must be a positive number, got undefined');
});
