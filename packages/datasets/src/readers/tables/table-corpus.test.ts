import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { expect, it } from 'vitest';
import { ascii, failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { findUnreadable } from '../../corpus/find-unreadable.js';
import { leaveOut } from '../../corpus/select.js';
import { auditSplit } from '../../splits/audit/audit-split.js';
import { splitCorpus } from '../../splits/split-corpus.js';
import { corpusNameOf } from '../files/custom-corpus.js';
import { tableCorpus } from './table-corpus.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);

it.each([
  ['t.csv', 'path,emotion,speaker\na.wav,anger,x\nb.wav,sad,y\n'],
  ['t.CSV', 'path;emotion;speaker\na.wav;anger;x\nb.wav;sad;y\n'],
  ['t.tsv', 'path\temotion\tspeaker\na.wav\tanger\tx\nb.wav\tsad\ty\n'],
  ['t.json', '[{"path":"a.wav","emotion":"anger","speaker":"x"},{"path":"b.wav","emotion":"sad","speaker":"y"}]'],
])('reads %s', async (name, table) => {
  await folder.write({ [name]: ascii(table), 'a.wav': 'a', 'b.wav': 'b' });
  const corpus = await tableCorpus(at(name));
  expect(corpus.utterances.map(({ id, emotion, label, speaker }) => [id, emotion, label, speaker])).toEqual([
    ['own/a.wav', 'angry', 'anger', 'x'],
    ['own/b.wav', 'sad', 'sad', 'y'],
  ]);
  expect((await corpus.read(corpus.utterances[1]!)).samples).toHaveLength(80);
});

it('keeps further columns, as numbers if all values are numbers', async () => {
  const table = 'path,emotion,Dialect,rating,code,version\na.wav,sad,north,0.50,03,x\nb.wav,sad,,-2e1,4,\n';
  await folder.write({ 't.csv': ascii(table), 'a.wav': 'a', 'b.wav': 'b' });
  const { utterances } = await tableCorpus(at('t.csv'));
  expect(utterances.map(({ columns }) => columns)).toEqual([
    { dialect: 'north', rating: 0.5, code: '03', 'table.version': 'x' },
    { dialect: null, rating: -20, code: '4', 'table.version': null },
  ]);
});

it('reads parts of a recording', async () => {
  await folder.write({
    't.csv': ascii('path,emotion,start,end\na.wav,sad,0,0.002\na.wav,happy,0.002,\n'),
    'a.wav': 'a',
  });
  const corpus = await tableCorpus(at('t.csv'));
  const [first, second] = await Promise.all(corpus.utterances.map((utterance) => corpus.read(utterance)));
  expect([first?.samples.length, second?.samples.length]).toEqual([32, 48]);
});

it('uses the split that the table gives, and says if speakers are shared', async () => {
  const rows = (speakers: string): string =>
    `path,emotion,speaker,split\n${[...speakers].map((s, i) => `${i}.wav,${i % 2 ? 'sad' : 'happy'},${s},${['train', 'train', 'test', 'dev'][i]}`).join('\n')}`;
  await folder.write({
    '0.wav': 'a',
    '1.wav': 'b',
    '2.wav': 'c',
    '3.wav': 'd',
    'apart.csv': ascii(rows('xxyz')),
    'shared.csv': ascii(rows('xyyz')),
  });
  const apart = splitCorpus(await tableCorpus(at('apart.csv')), 'given');
  expect(apart).toMatchObject({
    protocol: 'given',
    corpus: 'own',
    speakerIndependent: true,
    folds: [{ name: 'given', train: ['own/0.wav', 'own/1.wav'], test: ['own/2.wav'] }],
  });
  const corpus = await tableCorpus(at('shared.csv'));
  const shared = splitCorpus(corpus, 'given');
  expect(shared).toMatchObject({ speakerIndependent: false, warning: expect.stringContaining('speakers shared') });
  expect(auditSplit({ ...shared, speakerIndependent: true }, corpus).ok).toBe(false);
});

it('reports equal files, also where rows are parts of them', async () => {
  await folder.write({
    't.csv': ascii('path,emotion,start,end\na.wav,sad,0,0.002\nb.wav,sad,0,0.002\na.wav,happy,0.002,\n'),
    'a.wav': 'a',
    'b.wav': 'a',
  });
  const corpus = await tableCorpus(at('t.csv'));
  expect(corpus.duplicates).toEqual([{ path: 'b.wav', of: 'a.wav', kept: true }]);
  for (let seed = 0; seed < 10; seed++)
    for (const { test } of splitCorpus(corpus, 'random-2', { seed }).folds)
      expect(test.includes('own/a.wav#0-0.002')).toBe(test.includes('own/b.wav#0-0.002'));
});

it('finds files below another folder', async () => {
  await folder.write({ 't.csv': ascii('path,emotion\na.wav,sad\n'), 'audio/a.wav': 'a' });
  expect((await failureOf(tableCorpus(at('t.csv')))).message).toBe(
    `no such file: ${at('a.wav')}, named in ${at('t.csv')}`,
  );
  expect((await tableCorpus(at('t.csv'), { root: at('audio') })).utterances).toHaveLength(1);
});

it('says what is wrong with a table', async () => {
  const message = async (name: string, table: Uint8Array): Promise<string> => {
    await folder.write({ [name]: table });
    return (await failureOf(tableCorpus(at(name)))).message;
  };
  expect(await message('t.csv', ascii('path,emotion\n../a.wav,sad'))).toBe(
    `${at('t.csv')}, line 2: path must not lead out of the folder of the table, got "../a.wav"`,
  );
  expect(await message('t.csv', ascii('path,emotion\n'))).toBe(`${at('t.csv')} has no rows to read`);
  expect(await message('t.csv', Uint8Array.of(0x70, 0xe9, 0x2c))).toBe(`${at('t.csv')}, the table is not UTF-8 text`);
  expect(await message('t.json', ascii('{'))).toContain(`${at('t.json')}, the table is not JSON: `);
  expect(await message('t.xlsx', ascii(''))).toContain('file must be a .csv, .tsv or .json file');
  expect((await failureOf(tableCorpus(at('none.csv')))).code).toBe('NOT_FOUND');
});

it('reads UTF-16, a line that states the separator, and decimal commas', async () => {
  const text = '\uFEFFsep=;\r\npath;emotion;start;end\r\na.wav;sad;0,0;0,002\r\n';
  await folder.write({ 't.csv': new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer), 'a.wav': 'a' });
  const { utterances } = await tableCorpus(at('t.csv'));
  expect(utterances[0]).toMatchObject({ path: 'a.wav', start: 0, end: 0.002 });
});

it('says how to save a table in another encoding', async () => {
  await folder.write({ 't.csv': Uint8Array.of(...ascii('path,emotion\nAndr'), 0xe9, ...ascii('.wav,sad\n')) });
  expect((await failureOf(tableCorpus(at('t.csv')))).hint).toContain('Save it as UTF-8');
});

it.each([
  ['NFC', 'NFD'],
  ['NFD', 'NFC'],
])('finds a file that the table names in %s and the folder in %s', async (inTable, inFolder) => {
  const name = 'André/é 1.wav';
  await folder.write({
    't.csv': ascii(`path,emotion\n${name.normalize(inTable)},sad\n`),
    [name.normalize(inFolder)]: 'a',
  });
  const corpus = await tableCorpus(at('t.csv'));
  expect(corpus.utterances[0]!.id).toBe(`own/${name.normalize(inTable)}`);
  expect((await corpus.read(corpus.utterances[0]!)).samples).toHaveLength(80);
});

it('cuts an end that was rounded beyond the recording, and refuses one that is further beyond', async () => {
  // 80 samples at 16 kHz are 0.005 s.
  await folder.write({
    't.csv': ascii('path,emotion,start,end\na.wav,sad,0.001,0.0055\na.wav,sad,0,0.056\n'),
    'a.wav': 'a',
  });
  const corpus = await tableCorpus(at('t.csv'));
  expect((await corpus.read(corpus.utterances[0]!)).samples).toHaveLength(64);
  expect((await failureOf(corpus.read(corpus.utterances[1]!))).message).toBe(
    'own/a.wav#0-0.056 is from 0 to 0.056 s of its file, which lasts 0.005 s',
  );
});

it('finds all recordings that cannot be used at once', async () => {
  await folder.write({
    't.csv': ascii('path,emotion\na.wav,sad\nbad.wav,sad\nsilent.wav,happy\n'),
    'a.wav': 'a',
    'bad.wav': ascii('RIFF and nothing else'),
    'silent.wav': encodeWav({ samples: new Float32Array(80), sampleRate: 16_000 }),
  });
  const corpus = await tableCorpus(at('t.csv'));
  const faults = await findUnreadable(corpus);
  expect(faults.map(({ id }) => id)).toEqual(['own/bad.wav', 'own/silent.wav']);
  expect(leaveOut(corpus, faults)).toMatchObject({
    emotions: ['sad'],
    skipped: [{ path: 'bad.wav' }, { path: 'silent.wav' }],
  });
});

it.each([
  ['x/東京.csv', '東京'],
  ['大阪', '大阪'],
  ['My calls (2024).csv', 'My-calls-2024-b323'],
  ['emodb.csv', 'own-emodb-fc0a'],
  ['own-emodb.csv', 'own-emodb'],
  ['a-b.csv', 'a-b'],
  ['a b.csv', 'a-b-c868'],
  ['().csv', 'own-2e38'],
  ['own.csv', 'own'],
])('calls the corpus of %s %s', async (path, name) => {
  expect(corpusNameOf(path)).toBe(name);
  await folder.write({ 't.csv': ascii('path,emotion\na.wav,sad\n'), 'a.wav': 'a' });
  expect((await tableCorpus(at('t.csv'), { name })).utterances[0]!.id).toBe(`${name}/a.wav`);
});
