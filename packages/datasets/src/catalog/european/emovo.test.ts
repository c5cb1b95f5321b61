import { expect, it } from 'vitest';
import { emovo, parseEmovo } from './emovo.js';

it('reads everything that a name says', () => {
  expect(parseEmovo('EMOVO/f1/dis-f1-b1.wav')).toEqual({
    key: 'dis-f1-b1',
    speaker: 'f1',
    gender: 'female',
    age: 28,
    emotion: 'disgusted',
    label: 'disgusto',
    sentence: 'b1',
    text: 'Gli operai si alzano presto.',
  });
});

it.each([
  ['dis', 'disgusted'],
  ['gio', 'happy'],
  ['neu', 'neutral'],
  ['pau', 'fearful'],
  ['rab', 'angry'],
  ['sor', 'surprised'],
  ['tri', 'sad'],
])('takes %s for %s', (code, emotion) => {
  expect(parseEmovo(`${code}-M3-n5.WAV`)).toMatchObject({ speaker: 'm3', gender: 'male', emotion });
});

it('reads one channel, since one is delayed against the other', () => {
  expect(emovo.mono).toEqual({ channel: 0 });
});

it.each([
  ['f1/abc-f1-b1.wav', 'EMOVO has no emotion abc', false],
  ['dis-f4-b1.wav', 'EMOVO has no speaker f4', false],
  ['dis-f1-b4.wav', 'EMOVO has no sentence b4', false],
  ['f2/dis-f1-b1.wav', 'the folder says speaker f2, the name f1', true],
  ['dis-f1.wav', 'the name is not of the form dis-f1-b1', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseEmovo(path)).toEqual({ skip, known });
});
