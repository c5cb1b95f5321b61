import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clips } from '../../../../audio/test/test-data/clips.js';
import { ascii, failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { splitCorpus } from '../../splits/split-corpus.js';
import { folderCorpus } from './folder-corpus.js';

const folder = temporaryFolder();

it('reads one folder an emotion', async () => {
  await folder.write({
    'angry/1.wav': 'a',
    'Happiness/deep/2.wav': 'b',
    'angry/notes.txt': ascii('x'),
    'angry/3.m4a': ascii('x'),
    'loose.wav': 'c',
  });
  const corpus = await folderCorpus(folder.path, { name: 'mine', language: 'fr', license: 'mine' });
  expect(corpus).toMatchObject({
    name: 'mine',
    title: 'mine',
    language: 'fr',
    license: 'mine',
    emotions: ['angry', 'happy'],
  });
  expect(corpus.utterances).toEqual([
    {
      id: 'mine/Happiness/deep/2.wav',
      path: 'Happiness/deep/2.wav',
      corpus: 'mine',
      speaker: 'unknown',
      emotion: 'happy',
      label: 'Happiness',
      language: 'fr',
    },
    {
      id: 'mine/angry/1.wav',
      path: 'angry/1.wav',
      corpus: 'mine',
      speaker: 'unknown',
      emotion: 'angry',
      label: 'angry',
      language: 'fr',
    },
  ]);
  expect(corpus.skipped).toEqual([
    { path: 'angry/3.m4a', reason: 'no WAV, FLAC, AIFF, MP3, Ogg or Opus file (.m4a)' },
    { path: 'loose.wav', reason: 'not in a folder of an emotion' },
  ]);
  expect((await corpus.read(corpus.utterances[0]!)).samples).toHaveLength(80);
});

it('reads each recording once, in the lossless format', async () => {
  await folder.write({
    'wav/angry/1.wav': 'a',
    'mp3/angry/1.mp3': clips.mp3Mono16k,
    'sad/1.opus': clips.opus,
    'sad/1.ogg': clips.vorbis,
    'happy/1.mp3': clips.mp3Mono16k,
    'happy/wav/2.wav': 'b',
    'happy/2.wav': 'c',
    '__MACOSX/happy/._1.mp3': ascii('x'),
    'happy/._1.mp3': ascii('x'),
  });
  const corpus = await folderCorpus(folder.path);
  expect(corpus.utterances.map(({ path }) => path)).toEqual([
    'happy/1.mp3',
    'happy/2.wav',
    'happy/wav/2.wav',
    'sad/1.ogg',
    'wav/angry/1.wav',
  ]);
  const hidden = 'hidden file, made by a file system';
  expect(corpus.skipped).toEqual([
    { path: '__MACOSX/happy/._1.mp3', reason: hidden },
    { path: 'happy/._1.mp3', reason: hidden },
    { path: 'sad/1.opus', reason: 'the same recording as sad/1.ogg, in another format' },
    { path: 'mp3/angry/1.mp3', reason: 'the same recording as wav/angry/1.wav, in another format' },
  ]);
  const [mp3, , , ogg] = await Promise.all(corpus.utterances.map((utterance) => corpus.read(utterance)));
  expect(mp3).toMatchObject({ sampleRate: 16_000 });
  for (const audio of [mp3, ogg]) expect(Math.max(...audio!.samples)).toBeGreaterThan(0.1);
});

it('refuses a folder of Git LFS pointers', async () => {
  const pointer = ascii('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 72862\n');
  await folder.write({ 'angry/1.wav': pointer, 'sad/2.wav': pointer });
  expect(await failureOf(folderCorpus(folder.path))).toMatchObject({
    code: 'INVALID_CORPUS',
    message: `the 2 recordings in ${folder.path} are Git LFS pointers`,
    hint: 'Fetch the recordings themselves with git lfs pull.',
  });
});

it('finds speakers, without which no speaker-independent protocol fits', async () => {
  await folder.write({ 'angry/anna_1.wav': 'a', 'angry/ben_1.wav': 'b', 'sad/anna_1.wav': 'c', 'sad/ben_1.wav': 'd' });
  const corpus = await folderCorpus(folder.path, { speaker: /(\w+)_\d+\.wav$/g });
  expect(corpus.utterances.map(({ speaker }) => speaker)).toEqual(['anna', 'ben', 'anna', 'ben']);
  expect(splitCorpus(corpus, 'loso').folds).toHaveLength(2);
  const unknown = await folderCorpus(folder.path);
  expect(() => splitCorpus(unknown, 'loso')).toThrow('it has one speaker, two or more are needed');
  expect((await failureOf(folderCorpus(folder.path, { speaker: /(ann.)_/ }))).message).toBe(
    'no speaker found in angry/ben_1.wav by /(ann.)_/',
  );
});

it('takes the innermost folder that names an emotion, and labels', async () => {
  await folder.write({ 'sad/frustrated/1.wav': 'a', 'sad/anna/2.wav': 'b', 'noise/3.wav': 'c' });
  const corpus = await folderCorpus(folder.path, { labels: { frustrated: 'angry', noise: null } });
  expect(corpus.utterances.map(({ emotion, label }) => [emotion, label])).toEqual([
    ['sad', 'sad'],
    ['angry', 'frustrated'],
  ]);
  expect(corpus.skipped).toEqual([{ path: 'noise/3.wav', reason: 'folder noise is left out' }]);
});

it('reports equal files and keeps them together', async () => {
  await folder.write({ 'sad/1.wav': 'same', 'sad/2.wav': 'same', 'angry/3.wav': 'a', 'angry/4.wav': 'b' });
  const corpus = await folderCorpus(folder.path);
  expect(corpus.duplicates).toEqual([{ path: 'sad/2.wav', of: 'sad/1.wav', kept: true }]);
  for (let seed = 0; seed < 20; seed++)
    for (const { test } of splitCorpus(corpus, 'random-2', { seed }).folds)
      expect(test.includes('own/sad/1.wav')).toBe(test.includes('own/sad/2.wav'));
});

it('asks what a folder means that is no emotion', async () => {
  await folder.write({ 'angry/1.wav': 'a', 'frustrated/2.wav': 'b', 'frustrated/3.wav': 'c' });
  expect(await failureOf(folderCorpus(folder.path))).toMatchObject({
    code: 'INVALID_CORPUS',
    message: `no emotion is known for folder frustrated (2 clips) in ${folder.path}`,
    hint: 'Say what it means, e.g. labels: { "frustrated": \'angry\' }, or null to leave it out.',
  });
});

it('refuses empty folders and odd names', async () => {
  expect((await failureOf(folderCorpus(folder.path))).message).toContain(
    'no WAV, FLAC, AIFF, MP3, Ogg or Opus files in folders named for emotions',
  );
  expect((await failureOf(folderCorpus(folder.path, { name: 'a/b' }))).message).toBe(
    'name must be made of letters, digits, - and _, got "a/b"',
  );
  expect((await failureOf(folderCorpus(folder.path, { language: 'deutsch!' }))).code).toBe('INVALID_ARGUMENT');
  expect((await failureOf(folderCorpus(`${folder.path}/x`))).code).toBe('NOT_FOUND');
});

it('does not read a linked folder under a second emotion, and says so', async () => {
  await folder.write({ 'sad/1.wav': 'a', 'happy/2.wav': 'b' });
  await symlink('sad', join(folder.path, 'angry'));
  const corpus = await folderCorpus(folder.path);
  expect(corpus.utterances.map(({ path, emotion }) => [path, emotion])).toEqual([
    ['happy/2.wav', 'happy'],
    ['sad/1.wav', 'sad'],
  ]);
  expect(corpus.skipped).toEqual([{ path: 'angry', reason: 'a link to the folder sad, which is read there' }]);
});
