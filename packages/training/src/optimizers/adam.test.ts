import { expect, it } from 'vitest';
import { Adam } from './adam.js';

const gradient = (t: number) => Float32Array.of(0.1 * t, -0.3, 0.02 * (-1) ** t);

it("follows Keras' update rule", () => {
  const weights = Float32Array.of(1, -2, 0.5);
  const adam = new Adam(3);
  for (let t = 1; t <= 5; t++) adam.apply(weights, gradient(t), 0.01);
  // Computed in double precision with numpy from w -= lr √(1-β₂ᵗ)/(1-β₁ᵗ) · m/(√v+ε).
  const expected = [0.95149232, -1.95000034, 0.51434752];
  for (const [i, value] of expected.entries()) expect(weights[i]).toBeCloseTo(value, 6);
  expect(adam.state.step).toBe(5);
});

it('decays only marked parameters, in proportion to the learning rate', () => {
  const weights = Float32Array.of(1, 1);
  new Adam(2, { weightDecay: 0.1 }, Uint8Array.of(1, 0)).apply(weights, Float32Array.of(0, 0), 0.5);
  expect(weights[0]).toBeCloseTo(0.95, 6);
  expect(weights[1]).toBe(1);
});

it('refuses constants out of range', () => {
  expect(() => new Adam(1, { beta1: 1 })).toThrow('beta1 must be a number in [0, 1), got 1');
  expect(() => new Adam(1, { epsilon: 0 })).toThrow('epsilon must be a positive finite number');
  expect(() => new Adam(1, { weightDecay: -1 })).toThrow('weightDecay must be a number of at least 0');
});
