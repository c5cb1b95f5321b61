import { expect, it } from 'vitest';
import { emotionReader } from '../../labels/emotion-words.js';
import type { TableRow } from './parse-table.js';
import { checkColumns, readTableRows, type TableReading } from './read-table-rows.js';

const row = (cells: Record<string, string>, index = 0): TableRow => ({
  at: `line ${index + 2}`,
  cells: new Map(Object.entries(cells)),
});
const reading: TableReading = { name: 'own', language: 'und', emotionOf: emotionReader({ noise: null }), columns: {} };
const read = (...rows: Record<string, string>[]) =>
  readTableRows({ rows: rows.map(row), decimalComma: false }, reading);

it('reads all columns', () => {
  const cells = {
    path: './x\\a.wav',
    emotion: 'Anger',
    speaker: 'anna',
    gender: 'F',
    age: '31',
    language: 'pl',
    sentence: '3',
    text: 'tak',
    start: '0.5',
    end: '2',
    split: 'Train',
  };
  expect(read(cells).utterances).toEqual([
    {
      id: 'own/x/a.wav#0.5-2',
      path: 'x/a.wav',
      corpus: 'own',
      speaker: 'anna',
      gender: 'female',
      age: 31,
      emotion: 'angry',
      label: 'Anger',
      language: 'pl',
      sentence: '3',
      text: 'tak',
      start: 0.5,
      end: 2,
      split: 'train',
    },
  ]);
});

it('says nothing about what the table does not say', () => {
  expect(read({ path: 'a.wav', emotion: 'sad' }).utterances).toEqual([
    {
      id: 'own/a.wav',
      path: 'a.wav',
      corpus: 'own',
      speaker: 'unknown',
      emotion: 'sad',
      label: 'sad',
      language: 'und',
    },
  ]);
});

it('lists rows that the mapping leaves out', () => {
  expect(read({ path: 'a.wav', emotion: 'noise' })).toEqual({
    utterances: [],
    skipped: [{ path: 'a.wav', reason: 'emotion noise is left out' }],
  });
});

it("takes the table's own names of columns", () => {
  const { utterances } = readTableRows(
    { rows: [row({ filename: 'a.wav', target: 'sad' })], decimalComma: false },
    {
      ...reading,
      columns: { path: 'Filename', emotion: 'target' },
    },
  );
  expect(utterances[0]).toMatchObject({ path: 'a.wav', emotion: 'sad' });
});

it.each([
  [{ emotion: 'sad' }, 'line 2: path is missing'],
  [{ path: 'a.wav' }, 'line 2: emotion is missing'],
  [
    { path: '/etc/passwd', emotion: 'sad' },
    'line 2: path must be relative to the folder of the table, got "/etc/passwd"',
  ],
  [{ path: 'C:\\a.wav', emotion: 'sad' }, 'must be relative to the folder of the table'],
  [{ path: '\\\\server\\a.wav', emotion: 'sad' }, 'must be relative to the folder of the table'],
  [{ path: 'x/../../a.wav', emotion: 'sad' }, 'line 2: path must not lead out of the folder of the table'],
  [{ path: 'x\\..\\a.wav', emotion: 'sad' }, 'must not lead out'],
  [{ path: 'a\u0000.wav', emotion: 'sad' }, 'line 2: path must be the path of a file'],
  [{ path: '.', emotion: 'sad' }, 'line 2: path must be the path of a file'],
  [
    { path: 'a.wav', emotion: 'frustrated' },
    'line 2: emotion must be the name of an emotion, or be mapped by labels, got "frustrated"',
  ],
  [{ path: 'a.wav', emotion: 'sad', start: '-1' }, 'line 2: start must be seconds, 0 or more, got "-1"'],
  [{ path: 'a.wav', emotion: 'sad', start: '2', end: '1' }, 'line 2: end must be seconds after start, got "1"'],
  [{ path: 'a.wav', emotion: 'sad', end: 'NaN' }, 'line 2: end must be seconds after start'],
  [{ path: 'a.wav', emotion: 'sad', age: 'old' }, 'line 2: age must be years, 0 to 130, got "old"'],
  [{ path: 'a.wav', emotion: 'sad', gender: 'x' }, 'line 2: gender must be female, male, f or m, got "x"'],
  [{ path: 'a.wav', emotion: 'sad', gender: 'constructor' }, 'gender must be female, male, f or m, got "constructor"'],
  [{ path: 'a.wav', emotion: 'sad', language: 'Klingon!' }, 'line 2: language must be a BCP 47 tag'],
])('refuses %j', (cells, message) => {
  expect(() => read(cells as Record<string, string>)).toThrow(message);
});

it('refuses rows that say the same, and speakers in some rows only', () => {
  const sad = { path: 'a.wav', emotion: 'sad' };
  expect(() => read(sad, { ...sad, emotion: 'happy' })).toThrow('line 3 and line 2 name the same utterance, own/a.wav');
  expect(() => read({ ...sad, speaker: 'x' }, { ...sad, path: 'b.wav' })).toThrow(
    'line 3 and line 2: either every row names a speaker or none does',
  );
});

it('reads decimal commas where cells are not separated by commas', () => {
  const rows = [row({ path: 'a.wav', emotion: 'sad', start: '0,5', end: '1,61' })];
  expect(readTableRows({ rows, decimalComma: true }, reading).utterances[0]).toMatchObject({ start: 0.5, end: 1.61 });
  expect(() => readTableRows({ rows, decimalComma: false }, reading)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('got "0,5"'),
      hint: expect.stringContaining('decimal'),
    }),
  );
});

it('accepts any word for an emotion where the vocabulary is open, but no misspelled one', () => {
  const open = { ...reading, emotionOf: emotionReader({}, { open: true }) };
  const of = (emotion: string) =>
    readTableRows({ rows: [row({ path: 'a.wav', emotion })], decimalComma: false }, open).utterances[0]!;
  expect(of('Stressed')).toMatchObject({ emotion: 'stressed', label: 'Stressed' });
  expect(of('sarcastic').emotion).toBe('sarcastic');
  expect(() => of('hapy')).toThrow(
    expect.objectContaining({
      message: 'line 2: emotion must be the name of an emotion, or be mapped by labels, got "hapy"',
      hint: 'Did you mean happy? If it is another emotion, say so: labels: { "hapy": "hapy" }.',
    }),
  );
});

it('names the columns of a table that lacks those needed, and the option that renames them', () => {
  const table = (columns: string[]) => ({ rows: [row({})], columns, decimalComma: false });
  expect(() => checkColumns(table(['filename', 'label', 'speaker']), {})).toThrow(
    expect.objectContaining({
      message: 'there is no column path and no column emotion, but filename, label, speaker',
      hint: "Say which columns are meant: columns: { path: 'filename', emotion: 'label' }, or on the command line --columns path=filename,emotion=label.",
    }),
  );
  expect(() => checkColumns(table(['filename', 'label']), { path: 'FileName', emotion: 'label' })).not.toThrow();
  expect(() => checkColumns(table(['path', 'label']), { emotion: 'labels' })).toThrow(
    expect.objectContaining({ hint: 'Did you mean label?' }),
  );
  expect(() => checkColumns(table(['path', 'emotion']), { emotoin: 'x' } as never)).toThrow(
    expect.objectContaining({ hint: 'Did you mean emotion?' }),
  );
});
