import { expect, it } from 'vitest';
import { mostHeard } from './most-heard.js';

it('names the emotion with the most votes, and none where two are level or nobody has voted', () => {
  expect(mostHeard({ happy: 0.3, neutral: 0.6, sad: 0.1 })).toBe('neutral');
  expect(mostHeard({ angry: 1 })).toBe('angry');
  expect(mostHeard({ angry: 0.4, happy: 0.2, sad: 0.4 })).toBeUndefined();
  expect(mostHeard({})).toBeUndefined();
  expect(mostHeard({ angry: 0 })).toBeUndefined();
});
