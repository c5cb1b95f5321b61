import { expect, it } from 'vitest';
import { tooFewSpeakers } from './too-few-speakers.js';

it('names no winner below eight speakers', () => {
  expect([1, 7, 8, 24].map(tooFewSpeakers)).toEqual([
    'One speaker is too few to say which is better: it takes 8 or more.',
    '7 speakers are too few to say which is better: it takes 8 or more.',
    undefined,
    undefined,
  ]);
});
