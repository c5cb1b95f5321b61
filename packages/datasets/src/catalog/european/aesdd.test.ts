import { expect, it } from 'vitest';
import { parseAesdd } from './aesdd.js';

it('reads everything that a name says', () => {
  expect(parseAesdd('anger/a06 (5)b.wav')).toEqual({
    key: 'a06-5b',
    speaker: '5',
    emotion: 'angry',
    label: 'anger',
    sentence: '06',
    version: 'b',
  });
});

it('takes (01) for speaker 1, with or without the space', () => {
  expect(parseAesdd('fear/f10 (01).wav')).toMatchObject({ key: 'f10-1', speaker: '1', emotion: 'fearful' });
  expect(parseAesdd('sadness/s02(5)b.WAV')).toMatchObject({ key: 's02-5b', emotion: 'sad' });
});

it('has no common sentence for what is improvised', () => {
  expect(parseAesdd('happiness/h20 (3).wav')).toMatchObject({ emotion: 'happy', sentence: undefined });
  expect(parseAesdd('disgust/d19 (3).wav')).toMatchObject({ sentence: '19', emotion: 'disgusted' });
});

it.each([
  ['anger/x06 (5).wav', 'the name is not of the form a06 (5)', false],
  ['anger/a06.wav', 'the name is not of the form a06 (5)', false],
  ['anger/a21 (1).wav', 'AESDD has no utterance 21', false],
  ['fear/a01 (1).wav', 'the folder says fear, the name anger', true],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseAesdd(path)).toEqual({ skip, known });
});
