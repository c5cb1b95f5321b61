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

it('refuses meanings that are no emotions', () => {
  expect(() => emotionReader({ wut: 'anger' as 'angry' })).toThrow(
    'labels["wut"] must be an emotion of the shared vocabulary or null, got "anger"',
  );
});
