import { expect, it } from 'vitest';
import { parseShemo } from './shemo.js';

it('reads everything that a name says', () => {
  expect(parseShemo('female/F21W05.wav')).toEqual({
    key: 'F21W05',
    speaker: 'F21',
    gender: 'female',
    emotion: 'surprised',
    label: 'surprise',
  });
});

it('tells F for fear from F for female', () => {
  expect(parseShemo('F12F01.wav')).toMatchObject({ speaker: 'F12', emotion: 'fearful' });
  expect(parseShemo('male/m12a64.WAV')).toMatchObject({ key: 'M12A64', gender: 'male', emotion: 'angry' });
});

it.each([
  ['male/F21W05.wav', 'the folder says male, the name female', true],
  ['F21X05.wav', 'ShEMO has no emotion letter X', false],
  ['F21.wav', 'the name is not of the form F21A43', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseShemo(path)).toEqual({ skip, known });
});
