import { expect, it } from 'vitest';
import { parseJl } from './jl.js';

it('reads everything that a name says', () => {
  expect(parseJl('JL(wav+txt)/female1_angry_10a_1.wav')).toEqual({
    key: 'female1_angry_10a_1',
    speaker: 'female1',
    gender: 'female',
    emotion: 'angry',
    label: 'angry',
    sentence: '10',
    version: 'a',
    repetition: 1,
  });
});

it.each([
  'angry',
  'anxious',
  'apologetic',
  'assertive',
  'concerned',
  'encouraging',
  'excited',
  'happy',
  'neutral',
  'sad',
])('knows %s', (emotion) => {
  expect(parseJl(`male2_${emotion}_3b_2.WAV`)).toMatchObject({
    speaker: 'male2',
    gender: 'male',
    emotion,
    repetition: 2,
  });
});

it.each([
  ['male3_angry_1a_1.wav', 'the name is not of the form female1_angry_10a_1', false],
  ['male1_bored_1a_1.wav', 'the JL corpus has no emotion bored', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseJl(path)).toEqual({ skip, known });
});
