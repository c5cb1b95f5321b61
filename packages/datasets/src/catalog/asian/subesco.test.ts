import { expect, it } from 'vitest';
import { parseSubesco } from './subesco.js';

it('reads everything that a name says', () => {
  expect(parseSubesco('SUBESCO/F_01_OISHI_S_10_ANGRY_5.wav')).toEqual({
    key: 'F_01_OISHI_S_10_ANGRY_5',
    speaker: 'F_01',
    gender: 'female',
    emotion: 'angry',
    label: 'anger',
    sentence: '10',
    repetition: 5,
  });
});

it('numbers women and men apart', () => {
  expect(parseSubesco('M_01_RASHED_S_1_SURPRISE_1.wav')).toMatchObject({
    speaker: 'M_01',
    gender: 'male',
    emotion: 'surprised',
    sentence: '1',
  });
});

it.each([
  ['F_01_OISHI_S_11_ANGRY_1.wav', 'SUBESCO has no sentence 11', false],
  ['F_01_OISHI_S_1_CALM_1.wav', 'SUBESCO has no emotion CALM', false],
  ['F_01_S_1_ANGRY_1.wav', 'the name is not of the form F_01_OISHI_S_10_ANGRY_1', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseSubesco(path)).toEqual({ skip, known });
});
