import { expect, it } from 'vitest';
import { guard } from './codec-module.js';

it('turns a trap in a decoder into a typed error, and nothing else', () => {
  const trap = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  expect(() => guard('a.ogg', trap)).toThrow('a.ogg is damaged: its decoder gave up');
  const mistake = () => {
    throw new TypeError('ours');
  };
  expect(() => guard('a.ogg', mistake)).toThrow(TypeError);
  expect(guard('a.ogg', () => 7)).toBe(7);
});
