import { expect, it } from 'vitest';
import { parseEsd } from './esd.js';

it('reads everything that a name says', () => {
  expect(parseEsd('0011/Angry/train/0011_000351.wav')).toEqual({
    key: '0011_000351',
    language: 'en',
    speaker: '0011',
    gender: 'male',
    emotion: 'angry',
    label: 'angry',
    sentence: 'en-001',
    split: 'train',
  });
});

it('reads the layouts without parts and without folders', () => {
  expect(parseEsd('Emotional Speech Dataset (ESD)/Emotion Speech Dataset/0001/Surprise/0001_001750.wav')).toEqual({
    key: '0001_001750',
    language: 'zh',
    speaker: '0001',
    gender: 'female',
    emotion: 'surprised',
    label: 'surprise',
    sentence: 'zh-350',
  });
  expect(parseEsd('0016_000019.wav')).toMatchObject({ emotion: 'neutral', sentence: 'en-019' });
});

it.each([
  [1, 'neutral'],
  [350, 'neutral'],
  [351, 'angry'],
  [700, 'angry'],
  [701, 'happy'],
  [1050, 'happy'],
  [1051, 'sad'],
  [1400, 'sad'],
  [1401, 'surprised'],
  [1750, 'surprised'],
])('takes number %i for %s', (number, emotion) => {
  expect(parseEsd(`0020_${String(number).padStart(6, '0')}.wav`)).toMatchObject({ emotion });
});

it.each([
  ['0021_000001.wav', 'ESD has no speaker 0021', false],
  ['0001_001751.wav', 'ESD has no recording 001751', false],
  ['0001_000000.wav', 'ESD has no recording 000000', false],
  ['0001/Happy/0001_000001.wav', 'the folder says happy, the number neutral', true],
  ['0001.wav', 'the name is not of the form 0011_000351', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseEsd(path)).toEqual({ skip, known });
});
