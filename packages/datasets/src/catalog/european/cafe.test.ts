import { expect, it } from 'vitest';
import { parseCafe } from './cafe.js';

it('reads everything that a name says', () => {
  expect(parseCafe('Colère/Fort/02-C-2-4.wav')).toEqual({
    key: '02-C-2-4',
    speaker: '02',
    gender: 'female',
    age: 64,
    emotion: 'angry',
    label: 'colère',
    sentence: '4',
    text: 'Quatre vieilles truies éléphantesques',
    translation: 'Four old elephantine sows',
    intensity: 'strong',
  });
});

it('reads other layouts: a spoilt accent in the folder, underscores, no folder', () => {
  for (const path of ['Col?re/Faible/01-C-1-1.wav', '01_C_1_1.WAV', '01-c-1-1.flac'])
    expect(parseCafe(path)).toMatchObject({ key: '01-C-1-1', gender: 'male', intensity: 'weak' });
});

it('has one intensity of neutral', () => {
  expect(parseCafe('Neutre/12-N-1-6.wav')).toMatchObject({ emotion: 'neutral', intensity: undefined });
});

it.each([
  ['13-C-1-1.wav', 'CaFE has no actor 13', false],
  ['01-X-1-1.wav', 'CaFE has no emotion letter X', false],
  ['01-C-1-7.wav', 'CaFE has no sentence 7', false],
  ['01-C-3-1.wav', 'the name is not of the form 01-C-2-4', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseCafe(path)).toEqual({ skip, known });
});
