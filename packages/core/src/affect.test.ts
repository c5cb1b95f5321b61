import { expect, it } from 'vitest';
import { AFFECT, AFFECT_SOURCE, meanAffect } from './affect.js';
import { EMOTIONS } from './emotions.js';

it('places every emotion, neutral at the origin, and names the source', () => {
  expect(Object.keys(AFFECT)).toEqual([...EMOTIONS]);
  for (const { valence, arousal } of Object.values(AFFECT))
    expect(Math.max(Math.abs(valence), Math.abs(arousal))).toBeLessThan(1);
  expect(AFFECT.neutral).toEqual({ valence: 0, arousal: 0 });
  expect(AFFECT_SOURCE).toMatch(/Russell and A. Mehrabian.*1977/);
});

it('takes no two emotions for the same', () => {
  const places = Object.values(AFFECT).map(({ valence, arousal }) => `${valence} ${arousal}`);
  expect(new Set(places).size).toBe(EMOTIONS.length);
});

it('has the signs that theories of affect agree on', () => {
  const where = (pleasant: boolean, stirred: boolean): string[] =>
    EMOTIONS.filter((name) => AFFECT[name].valence > 0.1 === pleasant && AFFECT[name].arousal > 0.4 === stirred);
  expect(where(true, true)).toEqual(['assertive', 'excited', 'happy', 'surprised']);
  expect(where(true, false)).toEqual(['calm', 'encouraging']);
  expect(where(false, true)).toEqual(['angry', 'anxious', 'fearful']);
  expect(where(false, false)).toEqual([
    'apologetic',
    'bored',
    'concerned',
    'contemptuous',
    'disgusted',
    'neutral',
    'sad',
  ]);
});

it('meanAffect weighs the points of emotions by their probabilities', () => {
  const mean = meanAffect([
    { label: 'happy', probability: 0.75 },
    { label: 'sad', probability: 0.25 },
  ]);
  expect(mean?.valence).toBeCloseTo(0.75 * 0.81 - 0.25 * 0.63, 12);
  expect(mean?.arousal).toBeCloseTo(0.75 * 0.51 - 0.25 * 0.27, 12);
});

it('meanAffect leaves out emotions that are not in the table', () => {
  const probabilities = [
    { label: 'sarcastic', probability: 0.75 },
    { label: 'angry', probability: 0.25 },
  ];
  expect(meanAffect(probabilities)).toEqual({ valence: -0.51, arousal: 0.59 });
  expect(meanAffect(probabilities, 0.25)).toEqual(meanAffect(probabilities));
  expect(meanAffect(probabilities, 0.26)).toBeUndefined();
  expect(meanAffect(probabilities.slice(0, 1))).toBeUndefined();
});
