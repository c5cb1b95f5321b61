import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { expect, it } from 'vitest';
import { ascii, failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import type { CorpusName } from '../../catalog/catalog.js';
import { loadCorpus } from './load-corpus.js';

const folder = temporaryFolder();
const failure = (name: string, dir = folder.path): Promise<SerError> => failureOf(loadCorpus(name as CorpusName, dir));

it('reads an EMO-DB folder with its listeners', async () => {
  await folder.write({
    'wav/03a01Fa.wav': 'a',
    'wav/16b10Wb.WAV': 'bb',
    'lablaut/03a01Faxx.lablaut': ascii('x'),
    'erkennung.txt': Uint8Array.from([
      ...ascii('Nr.\tSatz\terkannt\tnat\xfcrlich\n1'),
      0xa0,
      ...ascii('\t03a01Fa.wav\t90,00'),
      0xa0,
      ...ascii('\t75,00\n'),
    ]),
  });
  const corpus = await loadCorpus('emodb', folder.path);
  expect(corpus).toMatchObject({
    name: 'emodb',
    language: 'de',
    benchmark: true,
    emotions: ['angry', 'happy'],
    duplicates: [],
    skipped: [],
  });
  expect(corpus.utterances).toHaveLength(2);
  expect(corpus.utterances[0]).toMatchObject({
    id: 'emodb/03a01Fa',
    path: 'wav/03a01Fa.wav',
    recognition: 0.9,
    naturalness: 0.75,
  });
  const audio = await corpus.read(corpus.utterances[1]!);
  expect(audio.sampleRate).toBe(16_000);
  expect(audio.samples).toHaveLength(80);
});

it('drops the nested copy that downloads of RAVDESS hold and leaves out songs, saying so', async () => {
  const files = { 'Actor_01/03-01-01-01-01-01-01.wav': 'a', 'Actor_02/03-01-05-02-01-01-02.wav': 'bb' };
  await folder.write({
    ...files,
    ...Object.fromEntries(
      Object.entries(files).map(([path, content]) => [`audio_speech_actors_01-24/${path}`, content]),
    ),
    'Audio_Song_Actors_01-24/Actor_01/03-02-01-01-01-01-01.wav': 'ccc',
    'Actor_01/01-01-01-01-01-01-01.mp4': ascii('video'),
    'Actor_01/._03-01-01-01-01-01-01.wav': ascii('fork'),
    'Actor_01/03-01-02-01-01-01-01.wav': new Uint8Array(),
  });
  const corpus = await loadCorpus('ravdess', folder.path);
  expect(corpus.utterances.map(({ path }) => path)).toEqual(Object.keys(files));
  expect(corpus.duplicates).toEqual(
    Object.keys(files).map((path) => ({ path: `audio_speech_actors_01-24/${path}`, of: path, kept: false })),
  );
  expect(corpus.skipped).toHaveLength(4);
  expect(corpus.skipped).toContainEqual({
    path: 'Audio_Song_Actors_01-24/Actor_01/03-02-01-01-01-01-01.wav',
    reason: 'song (vocal channel 02), not speech',
  });
});

it('reports a pair of equal clips with different names and keeps both', async () => {
  await folder.write({ 'Actor_07/03-01-03-01-02-01-07.wav': 'same', 'Actor_07/03-01-03-01-02-02-07.wav': 'same' });
  const { utterances, duplicates } = await loadCorpus('ravdess', folder.path);
  expect(utterances).toHaveLength(2);
  expect(duplicates).toEqual([
    { path: 'Actor_07/03-01-03-01-02-02-07.wav', of: 'Actor_07/03-01-03-01-02-01-07.wav', kept: true },
  ]);
});

it('copes with the odd names of TESS', async () => {
  await folder.write({
    'TESS Toronto emotional speech set data/OAF_neutral/OA_bite_neutral.wav': 'a',
    'TESS Toronto emotional speech set data/OAF_Pleasant_surprise/OAF_back_ps.wav': 'bb',
    'TESS Toronto emotional speech set data/OAF_pleasant_surprised/OAF_bar_ps.wav': 'ccc',
    'TESS Toronto emotional speech set data/YAF_pleasant_surprised/YAF_back_ps.wav': 'dddd',
    'TESS Toronto emotional speech set data/TESS Toronto emotional speech set data/OAF_neutral/OA_bite_neutral.wav':
      'a',
  });
  const { utterances, duplicates, emotions } = await loadCorpus('tess', folder.path);
  expect(utterances.map(({ id }) => id)).toEqual([
    'tess/OAF_back_ps',
    'tess/OAF_bar_ps',
    'tess/OAF_bite_neutral',
    'tess/YAF_back_ps',
  ]);
  expect(emotions).toEqual(['neutral', 'surprised']);
  expect(duplicates).toHaveLength(1);
});

it('follows links, but not in circles', async () => {
  await folder.write({ 'wav/03a01Fa.wav': 'a' });
  await symlink(folder.path, join(folder.path, 'wav', 'again'));
  await symlink(join(folder.path, 'nowhere.wav'), join(folder.path, '03a01Fb.wav'));
  const { utterances } = await loadCorpus('emodb', folder.path);
  expect(utterances).toHaveLength(1);
});

it('reads only what it has listed', async () => {
  await folder.write({ 'wav/03a01Fa.wav': 'a' });
  const corpus = await loadCorpus('emodb', folder.path);
  const stranger = { ...corpus.utterances[0]!, id: 'emodb/../../etc/passwd', path: '../../etc/passwd' };
  await expect(corpus.read(stranger)).rejects.toThrow(
    'utterance must be an utterance of emodb, got "emodb/../../etc/passwd"',
  );
});

it('says which names there are for an unknown corpus', async () => {
  const error = await failure('iemocap');
  expect(error.code).toBe('INVALID_ARGUMENT');
  expect(error.message).toMatch(/^corpus must be one of aesdd, ased, .*, urdu, got "iemocap"$/);
});

it('says that a folder is missing, or not a folder', async () => {
  const missing = await failure('emodb', join(folder.path, 'nowhere'));
  expect(missing).toMatchObject({
    code: 'NOT_FOUND',
    message: `no such folder: ${join(folder.path, 'nowhere')}`,
    hint: expect.stringMatching(/--data, or download it: ser data download --corpus emodb\./),
  });
  await folder.write({ 'file.wav': 'a' });
  expect(await failure('emodb', join(folder.path, 'file.wav'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await failure('emodb', '')).toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('says that a folder has no clips', async () => {
  await folder.write({ 'readme.txt': ascii('nothing here') });
  expect(await failure('emodb')).toMatchObject({
    code: 'INVALID_CORPUS',
    message: `no WAV, FLAC, AIFF, MP3, Ogg or Opus files in ${folder.path}`,
  });
});

it('says which other corpus a folder holds', async () => {
  await folder.write({ 'OAF_angry/OAF_back_angry.wav': 'a', 'OAF_angry/OAF_bar_angry.wav': 'bb' });
  expect((await failure('emodb')).message).toBe(`${folder.path} holds the corpus tess, not emodb`);
});

it('says why none of the files is a clip', async () => {
  await folder.write({ 'a.wav': 'a', 'b.wav': 'bb' });
  expect((await failure('emodb')).message).toBe(
    `none of 2 recordings in ${folder.path} is a clip of emodb, e.g. a.wav: the name is not of the form 03a01Fa`,
  );
  await rm(folder.path, { recursive: true });
  await folder.write({ 'Actor_01/03-02-06-01-02-01-01.wav': 'a' });
  expect((await failure('ravdess')).message).toContain('song (vocal channel 02), not speech');
});

it('refuses damaged and oversized label files', async () => {
  await folder.write({ 'wav/03a01Fa.wav': 'a', 'erkennung.txt': ascii('heading\n\u0000garbage') });
  expect(await failure('emodb')).toMatchObject({ code: 'INVALID_CORPUS', message: expect.stringContaining('line 2') });
  await folder.write({ 'erkennung.txt': new Uint8Array((1 << 20) + 1) });
  expect((await failure('emodb')).message).toBe('erkennung.txt holds 1048577 bytes; at most 1048576 are expected');
});

it('leaves a damaged clip to the moment it is read', async () => {
  await folder.write({ 'wav/03a01Fa.wav': ascii('this is text') });
  const corpus = await loadCorpus('emodb', folder.path);
  await expect(corpus.read(corpus.utterances[0]!)).rejects.toBeInstanceOf(SerError);
});
