import { expect, it } from 'vitest';
import { byPreference, classifyFile, recordingOf } from './sound-files.js';

it.each([
  ['a.wav', 10, 'clip'],
  ['a.FlAc', 10, 'clip'],
  ['a.mp3', 10, 'clip'],
  ['a.AIF', 10, 'clip'],
  ['a.opus', 10, 'clip'],
  ['erkennung.txt', 10, 'other'],
  ['wav', 10, 'other'],
  ['a.m4a', 10, { skip: 'no WAV, FLAC, AIFF, MP3, Ogg or Opus file (.m4a)' }],
  ['Actor_01/01-01-01-01-01-01-01.MP4', 10, { skip: 'no WAV, FLAC, AIFF, MP3, Ogg or Opus file (.mp4)' }],
  ['VideoFlash/1001_DFA_ANG_XX.flv', 10, { skip: 'no WAV, FLAC, AIFF, MP3, Ogg or Opus file (.flv)' }],
  ['._a.wav', 10, { skip: 'hidden file, made by a file system' }],
  ['._a.mp3', 10, { skip: 'hidden file, made by a file system' }],
  ['__MACOSX/a.wav', 10, { skip: 'hidden file, made by a file system' }],
  ['a.wav', 0, { skip: 'empty file' }],
])('classifies %s of %d bytes', (path, bytes, kind) => {
  expect(classifyFile(path, bytes)).toEqual(kind);
});

it('prefers lossless files, then short paths', () => {
  const paths = ['a.mp3', 'AudioWAV/a.wav', 'AudioMP3/a.mp3', 'a.flac', 'deep/er/a.wav', 'a.opus'];
  expect(
    paths
      .map((path) => ({ path }))
      .sort(byPreference)
      .map(({ path }) => path),
  ).toEqual(['a.flac', 'AudioWAV/a.wav', 'deep/er/a.wav', 'a.mp3', 'a.opus', 'AudioMP3/a.mp3']);
});

it.each([
  ['mp3/angry/1.mp3', 'wav/angry/1.wav', true],
  ['angry/AudioMP3/1.mp3', 'angry/AudioWAV/1.wav', true],
  ['angry/1.mp3', 'angry/1.flac', true],
  ['flac_16k/sad/1.flac', 'wav files/sad/1.wav', true],
  ['angry/1.wav', 'sad/1.mp3', false],
  ['anna/angry/1.wav', 'ben/angry/1.mp3', false],
  ['waves/angry/1.wav', 'angry/1.mp3', true],
  ['wavelet/angry/1.wav', 'angry/1.mp3', false],
])('says whether %s and %s are one recording', (a, b, same) => {
  expect(recordingOf(a) === recordingOf(b)).toBe(same);
});
