import { describe, expect, it } from 'vitest';
import { affectOf, meanAffect } from './affect.js';

describe('meanAffect', () => {
  it('weighs the points of emotions by their probabilities', () => {
    const point = meanAffect([
      { label: 'happy', probability: 0.75 },
      { label: 'sad', probability: 0.25 },
    ]);
    expect(point?.valence).toBeCloseTo(0.75 * 0.81 - 0.25 * 0.63, 12);
    expect(point?.arousal).toBeCloseTo(0.75 * 0.51 - 0.25 * 0.27, 12);
  });

  it('leaves out emotions without a point', () => {
    expect(
      meanAffect([
        { label: 'sarcastic', probability: 0.9 },
        { label: 'angry', probability: 0.1 },
      ]),
    ).toEqual(affectOf('angry'));
    expect(meanAffect([{ label: 'sarcastic', probability: 1 }])).toBeUndefined();
  });
});
