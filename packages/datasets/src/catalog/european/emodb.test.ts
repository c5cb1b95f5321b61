import { expect, it } from 'vitest';
import { emodb, parseEmodb } from './emodb.js';

it('reads everything that a name says', () => {
  expect(parseEmodb('wav/03a01Fa.wav')).toEqual({
    key: '03a01Fa',
    speaker: '03',
    gender: 'male',
    age: 31,
    emotion: 'happy',
    label: 'happiness',
    sentence: 'a01',
    text: 'Der Lappen liegt auf dem Eisschrank.',
    translation: 'The tablecloth is lying on the fridge.',
    version: 'a',
  });
});

it.each([
  ['W', 'angry'],
  ['L', 'bored'],
  ['E', 'disgusted'],
  ['A', 'fearful'],
  ['F', 'happy'],
  ['T', 'sad'],
  ['N', 'neutral'],
])('takes the letter %s of the German word for %s', (letter, emotion) => {
  expect(parseEmodb(`16b10${letter}b.FLAC`)).toMatchObject({ speaker: '16', gender: 'female', emotion, version: 'b' });
});

it('knows ten speakers, five of them women', () => {
  const genders = Array.from({ length: 20 }, (_, i) => parseEmodb(`${String(i).padStart(2, '0')}a01Wa.wav`)).flatMap(
    (p) => ('key' in p ? [p.gender] : []),
  );
  expect(genders).toHaveLength(10);
  expect(genders.filter((gender) => gender === 'female')).toHaveLength(5);
  expect(emodb.card.published).toEqual({ clips: 535, speakers: 10 });
});

it.each([
  ['03a01F.wav', 'the name is not of the form 03a01Fa'],
  ['03a01Fa copy.wav', 'the name is not of the form 03a01Fa'],
  ['04a01Fa.wav', 'EMO-DB has no speaker 04'],
  ['03a03Fa.wav', 'EMO-DB has no sentence a03'],
  ['03a01Xa.wav', 'EMO-DB has no emotion letter X'],
  ['.wav', 'the name is not of the form 03a01Fa'],
  ['', 'the name is not of the form 03a01Fa'],
])('says why %s is no clip', (path, skip) => {
  expect(parseEmodb(path)).toEqual({ skip, known: false });
});
