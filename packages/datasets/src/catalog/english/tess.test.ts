import { expect, it } from 'vitest';
import { parseTess } from './tess.js';

it('reads everything that a name says', () => {
  expect(parseTess('OAF_angry/OAF_back_angry.wav')).toEqual({
    key: 'OAF_back_angry',
    speaker: 'OAF',
    gender: 'female',
    age: 64,
    emotion: 'angry',
    label: 'angry',
    sentence: 'back',
    text: 'Say the word back.',
  });
  expect(parseTess('YAF_back_disgust.WAV')).toMatchObject({ speaker: 'YAF', age: 26, emotion: 'disgusted' });
});

it('takes the odd name OA_bite_neutral for the older actress', () => {
  expect(parseTess('OAF_neutral/OA_bite_neutral.wav')).toMatchObject({
    key: 'OAF_bite_neutral',
    speaker: 'OAF',
    emotion: 'neutral',
  });
});

it.each([
  'OAF_Pleasant_surprise/OAF_back_ps.wav',
  'OAF_pleasant_surprised/OAF_back_ps.wav',
  'OAF_pleasant_surprise/oaf_Back_PS.wav',
  'OAF_back_pleasant_surprised.wav',
])('knows pleasant surprise in %s', (path) => {
  expect(parseTess(path)).toMatchObject({ key: 'OAF_back_ps', emotion: 'surprised', label: 'pleasant surprise' });
});

it.each([
  ['YAF_angry/OAF_back_angry.wav', 'the folder says YAF_angry, the name OAF and angry', true],
  ['OAF_sad/OAF_back_angry.wav', 'the folder says OAF_sad, the name OAF and angry', true],
  ['XAF_back_angry.wav', 'the name is not of the form OAF_back_angry', false],
  ['OAF_back_bored.wav', 'the name is not of the form OAF_back_angry', false],
  ['OAF__angry.wav', 'the name is not of the form OAF_back_angry', false],
  ['OAF_back_constructor.wav', 'the name is not of the form OAF_back_angry', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseTess(path)).toEqual({ skip, known });
});
