import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clips } from '../../../../audio/test/test-data/clips.js';
import { ascii, failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { loadCorpus } from './load-corpus.js';

// Folders as people have them, with sounds made up here.
const folder = temporaryFolder();

const pointer = ascii('version https://git-lfs.github.com/spec/v1\noid sha256:c6f94b2592487c75\nsize 72862\n');

it('CREMA-D: reads AudioWAV, says that AudioMP3 holds the same, and knows what Git LFS has not fetched', async () => {
  await folder.write({
    'CREMA-D-master/AudioWAV/1001_DFA_ANG_XX.wav': 'a',
    'CREMA-D-master/AudioMP3/1001_DFA_ANG_XX.mp3': clips.mp3Mono16k,
    'CREMA-D-master/AudioWAV/1040_ITH_SAD_XX.wav': 'b',
    'CREMA-D-master/AudioWAV/1001_DFA_SAD_XX.wav': pointer,
    'CREMA-D-master/VideoFlash/1001_DFA_ANG_XX.flv': pointer,
    'CREMA-D-master/AudioWAV/._1001_DFA_ANG_XX.wav': ascii('fork'),
    '__MACOSX/CREMA-D-master/AudioWAV/1001_DFA_ANG_XX.wav': ascii('fork'),
  });
  const corpus = await loadCorpus('crema-d', folder.path);
  expect(corpus.utterances.map(({ path }) => path)).toEqual([
    'CREMA-D-master/AudioWAV/1001_DFA_ANG_XX.wav',
    'CREMA-D-master/AudioWAV/1040_ITH_SAD_XX.wav',
  ]);
  const reasons = new Map(corpus.skipped.map(({ path, reason }) => [path.slice(path.indexOf('Audio')), reason]));
  expect(reasons.get('AudioMP3/1001_DFA_ANG_XX.mp3')).toBe(
    'a lossy copy of CREMA-D-master/AudioWAV/1001_DFA_ANG_XX.wav',
  );
  expect(reasons.get('AudioWAV/1001_DFA_SAD_XX.wav')).toBe('a Git LFS pointer, not the recording');
  expect(reasons.get('AudioWAV/._1001_DFA_ANG_XX.wav')).toBe('hidden file, made by a file system');
  expect(corpus.skipped).toHaveLength(5);
});

it('CREMA-D: reads AudioMP3 where that is all there is', async () => {
  await folder.write({
    'AudioMP3/1001_DFA_ANG_XX.mp3': clips.mp3Mono16k,
    'AudioMP3/1001_DFA_SAD_XX.mp3': clips.mp3NoTag,
  });
  const corpus = await loadCorpus('crema-d', folder.path);
  expect(corpus).toMatchObject({ emotions: ['angry', 'sad'], skipped: [] });
  expect((await corpus.read(corpus.utterances[0]!)).sampleRate).toBe(16_000);
});

it('CREMA-D: knows what listeners heard, by counts where these are in the folder', async () => {
  await folder.write({
    'AudioWAV/1001_DFA_ANG_XX.wav': 'a',
    'AudioWAV/1001_DFA_SAD_XX.wav': 'b',
    'processedResults/summaryTable.csv': ascii(
      '"","FileName","VoiceVote"\n"1","1001_DFA_ANG_XX","A:D"\n"2","1001_DFA_SAD_XX","N"\n',
    ),
    'processedResults/tabulatedVotes.csv': ascii(
      '"","A","D","F","H","N","S","fileName"\n"100001",3,3,0,0,2,0,"1001_DFA_ANG_XX"\n',
    ),
  });
  const { utterances } = await loadCorpus('crema-d', folder.path);
  expect(utterances.map(({ emotion, votes }) => [emotion, votes])).toEqual([
    ['angry', { angry: 0.375, disgusted: 0.375, neutral: 0.25 }],
    ['sad', { neutral: 1 }],
  ]);
});

it('CREMA-D: says what to do where nothing was fetched', async () => {
  await folder.write({ 'AudioWAV/1001_DFA_ANG_XX.wav': pointer, 'AudioMP3/1001_DFA_ANG_XX.mp3': pointer });
  expect(await failureOf(loadCorpus('crema-d', folder.path))).toMatchObject({
    code: 'INVALID_CORPUS',
    message: `the 2 recordings in ${folder.path} are Git LFS pointers`,
    hint: expect.stringContaining('git lfs pull'),
  });
});

it('CaFE: takes both forms of accents, names spoilt on the way, and both rates', async () => {
  await folder.write({
    'CaFE_48k/Cole\u0300re/Fort/01-C-2-1.wav': 'a',
    'CaFE_48k/Col\u00e8re/Faible/01-C-1-1.wav': 'b',
    'CaFE_48k/D\u201ago\u2013t/Fort/10-D-2-1.wav': 'c',
    'CaFE_48k/Neutre/12-N-1-6.wav': 'd',
    'CaFE_192k_1/Cole\u0300re/Fort/01-C-2-1.wav': 'e',
  });
  const corpus = await loadCorpus('cafe', folder.path);
  expect(corpus.utterances.map(({ id }) => id)).toEqual([
    'cafe/01-C-1-1',
    'cafe/01-C-2-1',
    'cafe/10-D-2-1',
    'cafe/12-N-1-6',
  ]);
  expect(corpus.skipped).toHaveLength(1);
  for (const utterance of corpus.utterances) expect((await corpus.read(utterance)).samples).toHaveLength(80);
});

it('CaFE: explains a folder whose name is in no encoding', async () => {
  await folder.write({ 'Neutre/12-N-1-6.wav': 'd' });
  // The name as the archive of the corpus has it, in the encoding of DOS.
  await writeFile(Buffer.concat([Buffer.from(`${folder.path}/D`), Buffer.of(0x82), Buffer.from('go.wav')]), 'x');
  const error = await failureOf(loadCorpus('cafe', folder.path));
  expect(error).toMatchObject({ code: 'FILE_ACCESS', hint: expect.stringContaining('knows the encoding') });
  expect(error.message).toBe(`the name of file ${join(folder.path, 'D\uFFFDgo.wav')} is not UTF-8 text`);
});

it('AESDD: leaves out the recording that was published without its sound, unless it has been repaired', async () => {
  const header = ascii('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x10\xb1\x02\0\x02\0\x10\0');
  await folder.write({ 'sadness/s05 (3).wav': header, 'sadness/s05 (4).wav': 'a', 'fear/f10 (01).wav': 'b' });
  const broken = await loadCorpus('aesdd', folder.path);
  expect(broken.utterances.map(({ id }) => id)).toEqual(['aesdd/f10-1', 'aesdd/s05-4']);
  expect(broken.skipped).toEqual([{ path: 'sadness/s05 (3).wav', reason: 'published damaged, cannot be decoded' }]);
  await folder.write({ 'sadness/s05 (3).wav': 'c' });
  expect(await loadCorpus('aesdd', folder.path)).toMatchObject({ utterances: { length: 3 }, skipped: [] });
});

it('ESD: reads nested parts and texts in any encoding', async () => {
  const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
  await folder.write({
    'ESD/ReadMe.txt': ascii('ESD'),
    'ESD/0001/Angry/train/0001_000353.wav': 'a',
    'ESD/0001/0001.txt': Uint8Array.of(...ascii('0001_000353\t'), 0xd6, 0xd0, 9, 0xc9, 0xfa, 0xc6, 0xf8, 13, 10),
    'ESD/0003/Sad/evaluation/0003_001051.wav': 'b',
    'ESD/0003/0003.txt': utf16('0003_001051\t一件小事\t伤心\r\n'),
    'ESD/0016/Surprise/test/0016_001401.wav': 'c',
    'ESD/0016/0016.txt': Uint8Array.of(...ascii('0016_001401\tI'), 0x92, ...ascii('m here.\tSurprise\r\n')),
    'ESD/0020/Neutral/0020_000001.wav': 'd',
    'ESD/0020/0020.txt': ascii('0020_000001 The nine the eggs, I keep. Neutral\n'),
  });
  const { utterances, skipped } = await loadCorpus('esd', folder.path);
  expect(skipped).toEqual([]);
  expect(utterances.map(({ emotion, language, split, text }) => ({ emotion, language, split, text }))).toEqual([
    { emotion: 'angry', language: 'zh', split: 'train', text: '中' },
    { emotion: 'sad', language: 'zh', split: 'evaluation', text: '一件小事' },
    { emotion: 'surprised', language: 'en', split: 'test', text: 'I’m here.' },
    { emotion: 'neutral', language: 'en', split: undefined, text: 'The nine the eggs, I keep.' },
  ]);
});

it('SAVEE: takes one folder for all as well as one folder a speaker, and not the clips with picture', async () => {
  await folder.write({
    'AudioData/DC/a01.wav': 'a',
    'AudioData/Info.txt': ascii('speakers'),
    'ALL/JE_su15.wav': 'b',
    'ALL/DC_a01.wav': 'a',
    'AudioVisualClip/DC/a01.avi': ascii('video'),
  });
  const { utterances, duplicates, skipped } = await loadCorpus('savee', folder.path);
  expect(utterances.map(({ id }) => id)).toEqual(['savee/DC_a01', 'savee/JE_su15']);
  expect(duplicates).toEqual([{ path: 'AudioData/DC/a01.wav', of: 'ALL/DC_a01.wav', kept: false }]);
  expect(skipped.map(({ path }) => path)).toEqual(['AudioVisualClip/DC/a01.avi']);
});
