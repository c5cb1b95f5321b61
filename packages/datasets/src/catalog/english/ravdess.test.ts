import { expect, it } from 'vitest';
import { parseRavdess, parseRavdessSong, ravdessSong } from './ravdess.js';

it('reads everything that a name says', () => {
  expect(parseRavdess('Actor_12/03-01-06-02-02-01-12.wav')).toEqual({
    key: '03-01-06-02-02-01-12',
    speaker: '12',
    gender: 'female',
    emotion: 'fearful',
    label: 'fearful',
    sentence: '02',
    text: 'Dogs are sitting by the door.',
    intensity: 'strong',
    repetition: 1,
    modality: 'audio',
    channel: 'speech',
  });
  expect(parseRavdess('audio_speech_actors_01-24/Actor_07/03-01-08-01-01-02-07.FLAC')).toMatchObject({
    speaker: '07',
    gender: 'male',
    emotion: 'surprised',
    text: 'Kids are talking by the door.',
    intensity: 'normal',
    repetition: 2,
  });
});

it('numbers the emotions as published', () => {
  const emotions = Array.from({ length: 8 }, (_, i) => parseRavdess(`03-01-0${i + 1}-01-01-01-01.wav`)).map(
    (parsed) => 'emotion' in parsed && parsed.emotion,
  );
  expect(emotions).toEqual(['neutral', 'calm', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised']);
});

it.each([
  ['Actor_01/03-02-06-01-02-01-01.wav', 'song (vocal channel 02), not speech', true],
  ['Actor_01/01-01-06-01-02-01-01.wav', 'audio-visual recording (modality 01), not audio only', true],
  ['Actor_02/03-01-06-01-02-01-12.wav', 'the folder says actor 02, the name actor 12', true],
  ['03-01-09-01-02-01-12.wav', 'RAVDESS has no emotion 09', false],
  ['04-01-01-01-02-01-12.wav', 'RAVDESS has no modality 04', false],
  ['03-03-01-01-02-01-12.wav', 'RAVDESS has no vocal channel 03', false],
  ['03-01-01-03-02-01-12.wav', 'RAVDESS has no intensity 03', false],
  ['03-01-01-01-03-01-12.wav', 'RAVDESS has no statement 03', false],
  ['03-01-01-01-01-03-12.wav', 'RAVDESS has no repetition 03', false],
  ['03-01-01-01-01-01-25.wav', 'RAVDESS has no actor 25', false],
  ['03-01-01-01-01-01-00.wav', 'RAVDESS has no actor 00', false],
  ['03-01-01-01-01-01.wav', 'the name is not of the form 03-01-06-01-02-01-12', false],
])('says why %s is no clip', (path, skip, known) => {
  expect(parseRavdess(path)).toEqual({ skip, known });
});

it('reads the song part as a corpus of its own', () => {
  expect(parseRavdessSong('Audio_Song_Actors_01-24/Actor_11/03-02-03-02-01-02-11.wav')).toEqual({
    key: '03-02-03-02-01-02-11',
    speaker: '11',
    gender: 'male',
    emotion: 'happy',
    label: 'happy',
    sentence: '01',
    text: 'Kids are talking by the door.',
    intensity: 'strong',
    repetition: 2,
    modality: 'audio',
    channel: 'song',
  });
  expect(parseRavdessSong('Actor_01/03-01-06-01-02-01-01.wav')).toEqual({
    skip: 'speech (vocal channel 01), not song',
    known: true,
  });
  expect(Object.values(ravdessSong.codes).map(({ emotion }) => emotion)).toEqual([
    'neutral',
    'calm',
    'happy',
    'sad',
    'angry',
    'fearful',
  ]);
});
