import { expect, it } from 'vitest';
import { toMono } from './mono.js';

const stereo = { channels: [Float32Array.of(1, 0.5, -1), Float32Array.of(0, 0.25, -1)], sampleRate: 8000 };

it('averages, or takes one channel', () => {
  expect(toMono(stereo, 'mean')).toEqual({ samples: Float32Array.of(0.5, 0.375, -1), sampleRate: 8000 });
  expect(toMono(stereo, { channel: 1 })).toEqual({ samples: stereo.channels[1], sampleRate: 8000 });
});

it('cancels what is opposite in two channels, and keeps all of three', () => {
  const opposite = { channels: [Float32Array.of(0.5), Float32Array.of(-0.5)], sampleRate: 8000 };
  expect([...toMono(opposite, 'mean').samples]).toEqual([0]);
  const three = { channels: [0.25, 0.5, 0.75].map((x) => Float32Array.of(x)), sampleRate: 8000 };
  expect([...toMono(three, 'mean').samples]).toEqual([0.5]);
});

it('hands one channel on as it is', () => {
  const mono = { channels: [Float32Array.of(1)], sampleRate: 8000 };
  expect(toMono(mono, 'mean').samples).toBe(mono.channels[0]);
});

it('refuses a channel that is not there', () => {
  expect(() => toMono(stereo, { channel: 2 })).toThrow('channel must be an integer from 0 to 1, got 2');
  expect(() => toMono(stereo, { channel: -1 })).toThrow('got -1');
  expect(() => toMono(stereo, { channel: 0.5 })).toThrow('got 0.5');
  expect(() => toMono({ channels: [], sampleRate: 8000 }, 'mean')).toThrow('channels must be at least one channel');
});
