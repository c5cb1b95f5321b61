import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { virtualSpeaker } from './virtual-speaker.js';

const speakers = Array.from({ length: 8 }, (_, i) => virtualSpeaker(new Random(4), i, 8));

it('makes women and men in turn, with voices of their own', () => {
  expect(speakers.map(({ name }) => name)).toEqual(['s01', 's02', 's03', 's04', 's05', 's06', 's07', 's08']);
  expect(speakers.filter(({ gender }) => gender === 'female')).toHaveLength(4);
  for (const { gender, pitch, tract } of speakers) {
    expect(gender === 'female' ? pitch > 168 && pitch < 232 : pitch > 88 && pitch < 142).toBe(true);
    expect(gender === 'female' ? tract > 1.1 && tract < 1.22 : tract > 0.95 && tract < 1.07).toBe(true);
  }
  const pitches = speakers.map(({ pitch }) => pitch).sort((a, b) => a - b);
  for (let i = 1; i < 8; i++) expect(pitches[i]! - pitches[i - 1]!).toBeGreaterThan(1);
});

it('repeats itself for the same seed', () => {
  expect(virtualSpeaker(new Random(4), 3, 8)).toEqual(speakers[3]);
  expect(virtualSpeaker(new Random(5), 3, 8)).not.toEqual(speakers[3]);
});
