import { expect, it } from 'vitest';
import type { Utterance } from '../../corpus/corpus.js';
import { cutAudio } from './cut-audio.js';

const audio = { samples: Float32Array.from({ length: 100 }, (_, i) => i), sampleRate: 10 };
const utterance = (part: Partial<Utterance>): Utterance => ({
  id: 'own/x',
  path: 'x',
  corpus: 'own',
  speaker: 's',
  emotion: 'sad',
  label: 'sad',
  language: 'en',
  ...part,
});

it('copies the part between start and end', () => {
  expect([...cutAudio(audio, utterance({ start: 1, end: 1.5 })).samples]).toEqual([10, 11, 12, 13, 14]);
  expect(cutAudio(audio, utterance({ start: 9 })).samples).toHaveLength(10);
  expect(cutAudio(audio, utterance({ end: 2 })).samples).toHaveLength(20);
});

it('refuses parts beyond the end', () => {
  expect(() => cutAudio(audio, utterance({ start: 9, end: 11 }))).toThrow(
    'own/x is from 9 to 11 s of its file, which lasts 10 s',
  );
  expect(() => cutAudio(audio, utterance({ start: 10 }))).toThrow('own/x is from 10 to 10 s of its file');
});
