import { expect, it } from 'vitest';
import { parseMesd } from './mesd.js';

it('reads everything that a name says', () => {
  expect(parseMesd('Mexican Emotional Speech Database (MESD)/Anger_C_A_por_favor.wav')).toEqual({
    key: 'Anger_C_A_por_favor',
    speaker: 'child',
    emotion: 'angry',
    label: 'anger',
    sentence: 'por_favor',
    text: 'por favor',
  });
});

it('reads words with spaces and accents, composed or not', () => {
  const composed = parseMesd('Sadness_F_B_daño.wav');
  expect(composed).toMatchObject({ speaker: 'female', gender: 'female', sentence: 'daño', emotion: 'sad' });
  expect(parseMesd('Sadness_F_B_daño.wav'.normalize('NFD'))).toEqual(composed);
  expect(parseMesd('Disgust_M_A_basta ya.wav')).toMatchObject({ key: 'Disgust_M_A_basta_ya', gender: 'male' });
});

it.each([
  ['Anger_X_A_abajo.wav', 'the name is not of the form Anger_C_A_abajo', false],
  ['Surprise_F_A_abajo.wav', 'MESD has no emotion Surprise', false],
  ['Anger_F_A_.wav', 'the name is not of the form Anger_C_A_abajo', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseMesd(path)).toEqual({ skip, known });
});
