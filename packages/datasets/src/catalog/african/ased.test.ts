import { expect, it } from 'vitest';
import { parseAsed } from './ased.js';

it('reads everything that a name says', () => {
  expect(parseAsed('02Fearful/f2-04-02-01-23.wav')).toEqual({
    key: 'f2-04-02-01-23',
    speaker: '23',
    gender: 'female',
    emotion: 'fearful',
    label: 'fearful',
    sentence: '04',
    repetition: 2,
  });
});

it('takes the capital of S4-04-02-01-29', () => {
  expect(parseAsed('04Sad/S4-04-02-01-29.wav')).toMatchObject({
    key: 's4-04-02-01-29',
    emotion: 'sad',
    sentence: '04',
  });
});

it.each([
  ['n1', 'neutral'],
  ['f2', 'fearful'],
  ['h3', 'happy'],
  ['s4', 'sad'],
  ['a5', 'angry'],
])('takes %s for %s', (code, emotion) => {
  expect(parseAsed(`${code}-01-01-02-65.wav`)).toMatchObject({ emotion, gender: 'male', speaker: '65' });
});

it.each([
  ['x2-04-02-01-23.wav', 'ASED has no emotion letter x', false],
  ['f2-04-02-03-23.wav', 'the name is not of the form f2-04-02-01-23', false],
  ['f2-04-02-01.wav', 'the name is not of the form f2-04-02-01-23', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseAsed(path)).toEqual({ skip, known });
});
