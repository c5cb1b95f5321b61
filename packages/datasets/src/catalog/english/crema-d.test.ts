import { expect, it } from 'vitest';
import { parseCremaD } from './crema-d.js';

it('reads everything that a name says', () => {
  expect(parseCremaD('AudioWAV/1002_DFA_ANG_HI.wav')).toEqual({
    key: '1002_DFA_ANG_HI',
    speaker: '1002',
    gender: 'female',
    age: 21,
    emotion: 'angry',
    label: 'anger',
    sentence: 'DFA',
    text: "Don't forget a jacket.",
    intensity: 'strong',
  });
});

it('leaves the intensity open where it is not specified, in the odd name with one X too', () => {
  expect(parseCremaD('1091_IEO_HAP_XX.wav')).not.toHaveProperty('intensity');
  expect(parseCremaD('1040_ITH_SAD_X.wav')).toMatchObject({ key: '1040_ITH_SAD_XX', emotion: 'sad' });
  expect(parseCremaD('1001_IEO_HAP_LO.wav')).toMatchObject({ intensity: 'weak', age: 51, gender: 'male' });
  expect(parseCremaD('1001_IEO_HAP_MD.wav')).toMatchObject({ intensity: 'normal' });
});

it('knows 91 actors, 43 of them women, between 20 and 74 years old', () => {
  const actors = Array.from({ length: 100 }, (_, i) => parseCremaD(`${1000 + i}_TIE_NEU_XX.wav`)).flatMap((clip) =>
    'key' in clip ? [clip] : [],
  );
  expect(actors).toHaveLength(91);
  expect(actors.filter(({ gender }) => gender === 'female')).toHaveLength(43);
  const ages = actors.map(({ age = 0 }) => age);
  expect([Math.min(...ages), Math.max(...ages)]).toEqual([20, 74]);
  expect(actors[33]).toMatchObject({ speaker: '1034', age: 74, gender: 'male' });
});

it.each([
  ['1092_DFA_ANG_XX.wav', 'CREMA-D has no actor 1092', false],
  ['1001_ABC_ANG_XX.wav', 'CREMA-D has no sentence ABC', false],
  ['1001_DFA_SUR_XX.wav', 'CREMA-D has no emotion SUR', false],
  ['1001_DFA_ANG.wav', 'the name is not of the form 1001_DFA_ANG_XX', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseCremaD(path)).toEqual({ skip, known });
});
