import { expect, it } from 'vitest';
import { EMOTIONS, isEmotion } from './emotions.js';

it('lists each label once, in alphabetical order', () => {
  expect([...EMOTIONS]).toEqual([...new Set(EMOTIONS)].sort());
});

it('tells labels from other words', () => {
  expect(isEmotion('angry')).toBe(true);
  expect(isEmotion('anger')).toBe(false);
  expect(isEmotion(undefined)).toBe(false);
});
