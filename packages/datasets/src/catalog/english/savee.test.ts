import { expect, it } from 'vitest';
import { parseSavee } from './savee.js';

it('reads everything that a name says', () => {
  expect(parseSavee('AudioData/DC/sa04.wav')).toEqual({
    key: 'DC_sa04',
    speaker: 'DC',
    gender: 'male',
    emotion: 'sad',
    label: 'sadness',
    sentence: 'sa04',
  });
});

it('reads the other layouts', () => {
  for (const path of ['ALL/DC_sa04.wav', 'DCsa04.wav', 'DC/DC_sa04.WAV', 'dc/SA04.wav'])
    expect(parseSavee(path)).toEqual(parseSavee('AudioData/DC/sa04.wav'));
});

it('knows the sentences that all emotions share', () => {
  expect(parseSavee('KL_a01.wav')).toMatchObject({ sentence: 'common01', emotion: 'angry' });
  expect(parseSavee('KL_su01.wav')).toMatchObject({ sentence: 'common01', emotion: 'surprised' });
  expect(parseSavee('JE_n30.wav')).toMatchObject({ sentence: 'n30', emotion: 'neutral' });
});

it.each([
  ['a01.wav', 'the path is not of the form DC/a01 or DC_a01', false],
  ['DC/x01.wav', 'the path is not of the form DC/a01 or DC_a01', false],
  ['DC/a16.wav', 'SAVEE has no sentence a16', false],
  ['DC/n31.wav', 'SAVEE has no sentence n31', false],
  ['JK/DC_a01.wav', 'the folder says speaker JK, the name DC', true],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseSavee(path)).toEqual({ skip, known });
});
