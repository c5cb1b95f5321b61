import { describe, expect, it } from 'vitest';
import { applyTemperature, rankProbabilities } from './prediction.js';

describe('temperature', () => {
  const softmax = (logits: number[]): number[] => {
    const powers = logits.map(Math.exp);
    return powers.map((p) => p / powers.reduce((a, b) => a + b));
  };

  it('divides the logits of a softmax', () => {
    const logits = [2, -1, 0.5];
    const expected = softmax(logits.map((x) => x / 1.7));
    for (const [i, p] of applyTemperature(softmax(logits), 1.7).entries()) expect(p).toBeCloseTo(expected[i]!, 12);
  });

  it('changes nothing at 1, and keeps zeros and tiny values finite', () => {
    for (const [i, p] of applyTemperature([0.25, 0.75], 1).entries()) expect(p).toBeCloseTo([0.25, 0.75][i]!, 12);
    expect(applyTemperature([1, 0], 3)).toEqual([1, 0]);
    expect(applyTemperature([1e-300, 1e-300], 0.01)).toEqual([0.5, 0.5]);
  });
});

it('ranks emotions by probability', () => {
  expect(rankProbabilities(['angry', 'happy', 'sad'], [0.2, 0.7, 0.1])).toEqual({
    label: 'happy',
    confidence: 0.7,
    probabilities: [
      { label: 'happy', probability: 0.7 },
      { label: 'angry', probability: 0.2 },
      { label: 'sad', probability: 0.1 },
    ],
    affect: { valence: expect.closeTo(0.402), arousal: expect.closeTo(0.448) },
  });
});
