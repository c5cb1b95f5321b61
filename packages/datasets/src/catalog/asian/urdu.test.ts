import { expect, it } from 'vitest';
import { parseUrdu } from './urdu.js';

it('reads everything that a name says', () => {
  expect(parseUrdu('URDU-Dataset-master/Neutral/SM5_F61_N089.wav')).toEqual({
    key: 'SM5_F61_N089',
    speaker: 'SM5',
    gender: 'male',
    emotion: 'neutral',
    label: 'neutral',
  });
});

it('reads numbers of one to four digits', () => {
  expect(parseUrdu('Sad/SF11_F3_S05.wav')).toMatchObject({ speaker: 'SF11', gender: 'female', emotion: 'sad' });
  expect(parseUrdu('SM7_F28_H0100.wav')).toMatchObject({ speaker: 'SM7', emotion: 'happy' });
  expect(parseUrdu('sm1_f10_a010.WAV')).toMatchObject({ key: 'SM1_F10_A010', emotion: 'angry' });
});

it.each([
  ['Sad/SM5_F61_N089.wav', 'the folder says sad, the name neutral', true],
  ['SM5_F61_X089.wav', 'URDU has no emotion letter X', false],
  ['SX5_F61_N089.wav', 'the name is not of the form SM5_F61_N089', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseUrdu(path)).toEqual({ skip, known });
});
