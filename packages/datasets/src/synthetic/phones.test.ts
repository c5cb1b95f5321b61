import { expect, it } from 'vitest';
import { PHONES, SENTENCES } from './phones.js';

it('has a sound for every letter of every sentence', () => {
  for (const letter of SENTENCES.join('').replaceAll(' ', '')) expect(PHONES).toHaveProperty(letter);
});

it('has different sentences of six to eight syllables that use every sound', () => {
  expect(new Set(SENTENCES).size).toBe(10);
  for (const sentence of SENTENCES) {
    const vowels = [...sentence].filter((letter) => PHONES[letter]?.kind === 'vowel');
    expect(vowels.length).toBeGreaterThanOrEqual(6);
    expect(vowels.length).toBeLessThanOrEqual(8);
  }
  expect(new Set(SENTENCES.join('').replaceAll(' ', ''))).toEqual(new Set(Object.keys(PHONES)));
});
