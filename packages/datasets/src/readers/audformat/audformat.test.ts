import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTable } from '@ser/core/node';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ascii, failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { joinTable } from '../../corpus/columns.js';
import { splitCorpus } from '../../splits/split-corpus.js';
import { loadCorpus } from '../published/load-corpus.js';
import { tableCorpus } from '../tables/table-corpus.js';
import { audformatCorpus } from './audformat-corpus.js';
import { formatDuration } from './read-database-table.js';
import { writeAudformat } from './write-audformat.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder.path, name);
const text = (lines: readonly string[]): Uint8Array => ascii(`${lines.join('\n')}\n`);

/** A database as audformat's own conventions describe it, with what audb's databases of emotional speech have. */
const HEADER = [
  'name: calls',
  "source: ''",
  'usage: research',
  'languages: [deu]',
  'media:',
  '  microphone: {type: audio, format: wav, sampling_rate: 16000}',
  'raters:',
  '  gold: {type: vote}',
  'schemes:',
  '  emotion: {dtype: str, labels: [anger, neutral, noise]}',
  '  emotion.confidence: {dtype: float, minimum: 0, maximum: 1}',
  '  duration: {dtype: time}',
  '  speaker:',
  '    dtype: str',
  '    labels:',
  '      3: {gender: male, age: 31, language: deu}',
  '      8: {gender: other, age: 34}',
  '  transcription:',
  '    dtype: str',
  '    labels: {a01: Der Lappen liegt., b02: Das ist es.}',
  'splits:',
  '  train: {type: train}',
  '  test: {type: test}',
  'tables:',
  '  emotion:',
  '    type: filewise',
  '    columns:',
  '      emotion: {scheme_id: emotion, rater_id: gold}',
  '      emotion.confidence: {scheme_id: emotion.confidence, rater_id: gold}',
  '  emotion.train: {type: filewise, split_id: train, columns: {emotion: {scheme_id: emotion}}}',
  '  emotion.test: {type: filewise, split_id: test, columns: {emotion: {scheme_id: emotion}}}',
  '  files:',
  '    type: filewise',
  '    columns:',
  '      Duration: {scheme_id: duration}',
  '      speaker: {scheme_id: speaker}',
  '      transcription: {scheme_id: transcription}',
];
const FILES = {
  'db.yaml': text(HEADER),
  'db.emotion.csv': text([
    'file,emotion,emotion.confidence',
    'wav/a.wav,anger,0.9',
    'wav/b.wav,neutral,',
    'wav/c.wav,noise,1.0',
  ]),
  'db.emotion.train.csv': text(['file,emotion', 'wav/a.wav,anger']),
  'db.emotion.test.csv': text(['file,emotion', 'wav/b.wav,neutral']),
  'db.files.csv': text([
    'file,Duration,speaker,transcription',
    'wav/a.wav,0 days 00:00:01.898250,3,a01',
    'wav/b.wav,1 days 02:01:02,8,b02',
    'wav/c.wav,1 days 00:00:00,8,a01',
  ]),
  'wav/a.wav': 'a',
  'wav/b.wav': 'b',
  'wav/c.wav': 'c',
};

it('reads emotions, and the facts that further tables and the labels of schemes have', async () => {
  await folder.write(FILES);
  const corpus = await audformatCorpus(folder.path, { labels: { noise: null } });
  expect(corpus).toMatchObject({ name: 'calls', language: 'de', license: 'not stated' });
  expect(corpus.utterances).toEqual([
    {
      ...{ id: 'calls/wav/a.wav', path: 'wav/a.wav', corpus: 'calls', speaker: '3', gender: 'male', age: 31 },
      ...{ emotion: 'angry', label: 'anger', language: 'de', text: 'Der Lappen liegt.' },
      ...{ sentence: 'a01', columns: { duration: 1.89825, 'emotion.confidence': 0.9 } },
    },
    {
      ...{ id: 'calls/wav/b.wav', path: 'wav/b.wav', corpus: 'calls', speaker: '8', age: 34 },
      ...{ emotion: 'neutral', label: 'neutral', language: 'de', text: 'Das ist es.' },
      ...{ sentence: 'b02', columns: { duration: 93_662, 'emotion.confidence': null } },
    },
  ]);
  expect(corpus.skipped).toEqual([{ path: 'wav/c.wav', reason: 'emotion noise is left out' }]);
  expect((await corpus.read(corpus.utterances[0]!)).samples).toHaveLength(80);
});

it('reads named tables with their split, for the protocol given', async () => {
  await folder.write(FILES);
  const corpus = await audformatCorpus(folder.path, { tables: ['emotion.train', 'emotion.test'] });
  expect(splitCorpus(corpus, 'given').folds).toEqual([
    { name: 'given', train: ['calls/wav/a.wav'], test: ['calls/wav/b.wav'] },
  ]);
});

it('reads tables in Parquet, segments, and speakers in a table of their own', async () => {
  await folder.write({
    'db.yaml': text([
      'name: talks',
      'source: x',
      'usage: other',
      'schemes:',
      '  speaker: {dtype: str, labels: people}',
      'tables:',
      '  turns: {type: segmented, columns: {Mood: {}, speaker: {scheme_id: speaker}}}',
      'misc_tables:',
      '  people: {levels: {speaker: str}, columns: {gender: , age: }}',
    ]),
    'db.people.csv': text(['speaker,gender,age', 'x,female,20', 'y,male,']),
    'a.wav': 'a',
  });
  await writeTable(at('db.turns.parquet'), {
    file: ['a.wav', 'a.wav'],
    start: ['0 days', '0 days 00:00:00.002000'],
    end: ['2000000', null],
    Mood: ['sad', 'joy'],
    speaker: ['x', 'y'],
    age: [21, null],
  });
  const { utterances } = await audformatCorpus(folder.path, { emotion: 'Mood' });
  expect(utterances).toMatchObject([
    { id: 'talks/a.wav#0-0.002', emotion: 'sad', gender: 'female', age: 21, start: 0, end: 0.002 },
    { id: 'talks/a.wav#0.002-', emotion: 'happy', gender: 'male', age: undefined, start: 0.002, end: undefined },
  ]);
});

it('writes what it reads back, segments and further columns too', async () => {
  const rows = [
    'path,emotion,id,speaker,gender,age,language,sentence,text,start,end,split,rating,room',
    'a.wav,sad,one,03,female,30.5,de-AT,s1,"yes, ""no""",0,0.002,train,0.5,on',
    'a.wav,happy,two,03,female,30.5,de-AT,s2,on,0.002,,train,2,',
    'b.wav,angry,three,yes,male,,en,s1,1:30,,,test,-1,off',
  ];
  await folder.write({ 't.csv': text(rows), 'a.wav': 'a', 'b.wav': 'b' });
  const corpus = await tableCorpus(at('t.csv'), { name: 'both', title: 'Two: files', license: 'CC0', source: 'me' });
  await writeAudformat(folder.path, corpus, { usage: 'unrestricted' });
  const again = await audformatCorpus(folder.path);
  expect({ ...again, read: 0, locate: 0 }).toEqual({
    ...{ ...corpus, language: 'mul', read: 0, locate: 0 },
    utterances: corpus.utterances.map((utterance) => ({ ...utterance, start: utterance.start ?? 0 })),
  });
});

it('writes durations as pandas does', () => {
  expect([0, 1.5, 3725.000001, 86_400, 90_061.5].map(formatDuration)).toEqual([
    '0 days 00:00:00.000000000',
    '0 days 00:00:01.500000000',
    '0 days 01:02:05.000001000',
    '1 days 00:00:00.000000000',
    '1 days 01:01:01.500000000',
  ]);
});

it('writes the header and table that audformat describes', async () => {
  await folder.write({ 'wav/03a01Fa.wav': 'a', 'wav/08a01Wb.wav': 'b' });
  const corpus = joinTable(
    await loadCorpus('emodb', folder.path),
    { speaker: ['03', '08'], on: [true, false] },
    { on: 'speaker' },
  );
  await writeAudformat(folder.path, corpus, { usage: 'research' });
  const yaml = await readFile(at('db.yaml'), 'utf8');
  const header = parse(yaml, { version: '1.1' });
  expect(header).toMatchObject({ name: 'emodb', usage: 'research', languages: ['deu'], source: corpus.source });
  expect(header.schemes).toMatchObject({
    emotion: { dtype: 'str', labels: ['angry', 'happy'] },
    gender: { dtype: 'str', labels: ['female', 'male'] },
    age: { dtype: 'float' },
    on: { dtype: 'bool' },
    speaker: { dtype: 'str' },
  });
  expect(Object.keys(header.tables)).toEqual(['files']);
  expect(header.tables.files.type).toBe('filewise');
  for (const [column, { scheme_id }] of Object.entries<{ scheme_id: string }>(header.tables.files.columns))
    expect(header.schemes).toHaveProperty([scheme_id === column ? column : '?']);
  const [heading, first] = (await readFile(at('db.files.csv'), 'utf8')).split('\n');
  expect(heading!.split(',')).toEqual(['file', ...Object.keys(header.tables.files.columns)]);
  expect(first).toMatch(/^wav\/03a01Fa\.wav,03a01Fa,03,male,31,happy,de,/);
  expect(first).toMatch(/,True$/);
});

it.each<[string, Record<string, string | Uint8Array>, object, string]>([
  ['a folder without a header', {}, {}, 'no such file'],
  ['text that is not YAML', { 'db.yaml': ascii('a: [1\nb: {') }, {}, 'is not YAML'],
  ['a header without a name', { 'db.yaml': ascii('source: x') }, {}, 'db.yaml: name is missing'],
  ['tables that are no objects', { 'db.yaml': ascii('name: x\ntables: {a: 3}') }, {}, 'tables.a must be an object'],
  [
    'a database without emotions',
    { 'db.yaml': ascii('name: x\ntables: {a: {type: filewise}}') },
    {},
    'no column emotion in a',
  ],
  [
    'a table outside of the folder',
    { 'db.yaml': ascii('name: x\ntables: {../../a: {columns: {emotion: }}}') },
    {},
    '../../a is not the name of a table',
  ],
  ['an unknown table', FILES, { tables: ['emotions'] }, 'tables must be one of emotion, emotion.train'],
  ['a table without the column', FILES, { tables: ['files'] }, 'no column emotion in files'],
  ['a missing table', { ...FILES, 'db.files.csv': '' }, {}, ''],
])('refuses %s', async (what, files, options, message) => {
  await folder.write(files);
  if (what === 'a missing table') {
    await folder.write({
      'db.yaml': text([...HEADER, '  more: {type: filewise, columns: {x: }}']),
      'db.files.csv': FILES['db.files.csv'],
    });
    const failure = await failureOf(audformatCorpus(folder.path, options));
    expect(failure.message).toMatch(/^no such file: .*db\.more\.parquet or .*db\.more\.csv$/);
    expect(failure.hint).toContain("storage_format='parquet'");
    return;
  }
  expect((await failureOf(audformatCorpus(folder.path, options))).message).toContain(message);
});

it('names table and row of what is wrong in a table, and a damaged Parquet file', async () => {
  await folder.write({ ...FILES, 'db.emotion.csv': text(['file,emotion', 'wav/a.wav,anger', '../b.wav,neutral']) });
  expect((await failureOf(audformatCorpus(folder.path))).message).toMatch(
    /db\.yaml, table emotion, line 3: path must not lead out/,
  );
  await folder.write({ 'db.emotion.parquet': ascii('PAR1 and nothing else') });
  expect((await failureOf(audformatCorpus(folder.path))).message).toMatch(/db\.emotion\.parquet is not a Parquet file/);
});

it('refuses to write an unknown usage and a column named file', async () => {
  await folder.write({ 'wav/03a01Fa.wav': 'a' });
  const corpus = await loadCorpus('emodb', folder.path);
  const usage = 'anything' as 'other';
  expect((await failureOf(writeAudformat(folder.path, corpus, { usage }))).message).toMatch(/^usage must be one of/);
  const named = joinTable(corpus, { speaker: ['03'], file: ['x'] }, { on: 'speaker' });
  expect((await failureOf(writeAudformat(folder.path, named))).message).toMatch(
    /^column must be a name other than file/,
  );
});
