import { EMOTIONS } from '@ser/core';
import { expect, it } from 'vitest';
import { emotionReader } from './emotion-words.js';

it('knows the shared vocabulary and its nouns, in any spelling', () => {
  const read = emotionReader();
  for (const emotion of EMOTIONS) expect(read(emotion)).toBe(emotion);
  expect(['Anger', ' SADNESS ', 'pleasant_surprise', 'Pleasant-Surprise', 'joy'].map(read)).toEqual([
    'angry',
    'sad',
    'surprised',
    'surprised',
    'happy',
  ]);
  expect(['frustrated', '', 'constructor', '__proto__'].map(read)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('takes other words and meanings', () => {
  const read = emotionReader({ Frustrated: 'angry', joy: null });
  expect(['frustrated', 'joy', 'happy'].map(read)).toEqual(['angry', null, 'happy']);
});

it('accepts meanings that are not in the list of known emotions', () => {
  expect(emotionReader({ frustrated: 'frustrated', Ironie: 'sarcastic' })('ironie')).toBe('sarcastic');
});

it('refuses meanings that cannot name an emotion', () => {
  for (const [meaning, shown] of [
    ['', '""'],
    ['sad\n', '"sad\\n"'],
  ] as const)
    expect(() => emotionReader({ wut: meaning })).toThrow(
      `labels["wut"] must be the name of an emotion or null, got ${shown}`,
    );
});
