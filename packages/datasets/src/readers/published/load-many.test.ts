import { expect, it } from 'vitest';
import { ascii, temporaryFolder } from '../../../test/temporary-folder.js';
import type { CorpusName } from '../../catalog/catalog.js';
import { loadCorpus } from './load-corpus.js';

const folder = temporaryFolder();

/** A WAV file of 16 bits whose channels hold one constant value each. */
function constantWav(...channels: readonly number[]): Uint8Array {
  const frames = 64;
  const bytes = new Uint8Array(44 + frames * channels.length * 2);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('RIFF'), 0);
  view.setUint32(4, bytes.length - 8, true);
  bytes.set(ascii('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, 48_000, true);
  view.setUint32(28, 48_000 * channels.length * 2, true);
  view.setUint16(32, channels.length * 2, true);
  view.setUint16(34, 16, true);
  bytes.set(ascii('data'), 36);
  view.setUint32(40, bytes.length - 44, true);
  for (let i = 0; i < frames * channels.length; i++)
    view.setInt16(44 + 2 * i, (channels[i % channels.length] ?? 0) * 32_768, true);
  return bytes;
}

it('reads the first channel of EMOVO, not the mean of two that are delayed against each other', async () => {
  await folder.write({ 'f1/dis-f1-b1.wav': constantWav(0.5, -0.25), 'm1/gio-m1-b1.wav': constantWav(0.125, 0.5) });
  const corpus = await loadCorpus('emovo', folder.path);
  const values = await Promise.all(corpus.utterances.map(async (utterance) => (await corpus.read(utterance)).samples));
  expect(values.map((samples) => [...new Set(samples)])).toEqual([[0.5], [0.125]]);
});

it('takes the mean of the channels of other corpora', async () => {
  await folder.write({ 'DC/a01.wav': constantWav(0.5, -0.25) });
  const corpus = await loadCorpus('savee', folder.path);
  expect([...new Set((await corpus.read(corpus.utterances[0]!)).samples)]).toEqual([0.125]);
});

it.each<[CorpusName, Record<string, string>, string[]]>([
  ['aesdd', { 'Acted Emotional Speech/anger/a01 (1).wav': 'a', 'anger/a06 (5)b.wav': 'bb' }, ['a01-1', 'a06-5b']],
  [
    'crema-d',
    { 'AudioWAV/1001_DFA_ANG_XX.wav': 'a', '1091_WSI_SAD_XX.WAV': 'bb' },
    ['1001_DFA_ANG_XX', '1091_WSI_SAD_XX'],
  ],
  ['savee', { 'ALL/DC_a01.wav': 'a', 'ALL/KL_su15.wav': 'bb' }, ['DC_a01', 'KL_su15']],
  ['cafe', { 'Colère/Faible/01-C-1-1.wav': 'a', 'Neutre/01-N-1-1.wav': 'bb' }, ['01-C-1-1', '01-N-1-1']],
  [
    'jl',
    { 'JL(wav+txt)/male1_happy_1a_1.wav': 'a', 'JL(wav+txt)/male1_happy_1a_2.wav': 'b' },
    ['male1_happy_1a_1', 'male1_happy_1a_2'],
  ],
  ['urdu', { 'Angry/SM1_F1_A01.wav': 'a', 'Sad/SF11_F3_S05.wav': 'bb' }, ['SF11_F3_S05', 'SM1_F1_A01']],
])('reads a folder of %s', async (name, files, keys) => {
  await folder.write(files);
  const corpus = await loadCorpus(name, folder.path);
  expect(corpus.utterances.map(({ id }) => id)).toEqual(keys.map((key) => `${name}/${key}`));
  expect(corpus.skipped).toEqual([]);
});

it('gives ESD the language of each speaker and the words, whatever their encoding', async () => {
  await folder.write({
    '0001/0001.txt': Uint8Array.of(...ascii('0001_000701\t'), 0xd6, 0xd0, 0xc1, 0xa2, ...ascii('\tx\r\n')),
    '0020/0020.txt': new TextEncoder().encode('0020_001051\tIt’s time.\tSad'),
    '0001/Happy/0001_000701.wav': 'a',
    '0020/Sad/test/0020_001051.wav': 'bb',
  });
  const { language, utterances } = await loadCorpus('esd', folder.path);
  expect([language, ...utterances.map((utterance) => utterance.language)]).toEqual(['mul', 'zh', 'en']);
  expect(utterances[1]?.split).toBe('test');
  expect(utterances.map(({ text }) => text)).toEqual(['中立', 'It’s time.']);
});

it('adds the words of nEMO', async () => {
  await folder.write({
    'samples/EB0_anger_1.wav': 'a',
    'data.tsv': new TextEncoder().encode(
      'file_id\temotion\traw_text\nEB0_anger_1.wav\tanger\tLubię czytać przed snem.\n',
    ),
  });
  const { utterances } = await loadCorpus('nemo', folder.path);
  expect(utterances[0]).toMatchObject({ id: 'nemo/EB0_anger_1', text: 'Lubię czytać przed snem.', age: 27 });
});

it('loads the song part of RAVDESS from a folder that holds both parts', async () => {
  await folder.write({
    'Audio_Speech_Actors_01-24/Actor_01/03-01-01-01-01-01-01.wav': 'a',
    'Audio_Song_Actors_01-24/Actor_01/03-02-01-01-01-01-01.wav': 'bb',
  });
  const { utterances, skipped } = await loadCorpus('ravdess-song', folder.path);
  expect(utterances.map(({ id }) => id)).toEqual(['ravdess-song/03-02-01-01-01-01-01']);
  expect(skipped.map(({ reason }) => reason)).toEqual(['speech (vocal channel 01), not song']);
});
