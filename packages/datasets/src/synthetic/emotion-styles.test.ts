import { EMOTIONS, type KnownEmotion, Random } from '@ser/core';
import { expect, it } from 'vitest';
import { DIMENSIONS, type Dimension, performStyle, STYLES, type Style } from './emotion-styles.js';

const habits = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, 1])) as Style;

const performances = (emotion: KnownEmotion, dimension: Dimension): number[] =>
  Array.from({ length: 400 }, (_, i) => performStyle(emotion, habits, new Random(i))[dimension]);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

it('has a style for every emotion, neutral being none', () => {
  for (const emotion of EMOTIONS) expect(Object.keys(STYLES[emotion]).sort()).toEqual([...DIMENSIONS].sort());
  expect(Object.values(STYLES.neutral).every((value) => value === 0)).toBe(true);
});

it('moves each means of expression towards the style on average, with overlap', () => {
  expect(mean(performances('angry', 'loudness'))).toBeCloseTo(STYLES.angry.loudness, 0);
  expect(mean(performances('sad', 'pitch'))).toBeCloseTo(STYLES.sad.pitch, 0);
  const [angry, neutral] = [performances('angry', 'pitch'), performances('neutral', 'pitch')];
  const overlapping = angry.filter((pitch) => pitch < Math.max(...neutral));
  expect(overlapping.length / angry.length).toBeGreaterThan(0.25);
  expect(mean(angry)).toBeGreaterThan(mean(neutral) + 2);
});

it('follows the habits of the speaker', () => {
  const quiet = { ...habits, loudness: 0 };
  const values = Array.from({ length: 400 }, (_, i) => performStyle('angry', quiet, new Random(i)).loudness);
  expect(Math.abs(mean(values))).toBeLessThan(0.5);
});
