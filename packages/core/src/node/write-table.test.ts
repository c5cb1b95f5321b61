import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, expect, it } from 'vitest';
import type { Table } from '../table/table.js';
import { parseCsv } from '../text/csv.js';
import { encodeTable, writeTable } from './write-table.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

const table: Table = {
  path: ['a, "x".wav', 'b.wav'],
  age: [31.5, null],
  f0: new Float32Array([0.5, 0.25]),
  played: [true, false],
  note: [null, null],
};
const rows = [
  { path: 'a, "x".wav', age: 31.5, f0: 0.5, played: true, note: null },
  { path: 'b.wav', age: null, f0: 0.25, played: false, note: null },
];

const read = (name: string): Buffer => readFileSync(join(folder, name));

it('writes a CSV table that reads back', async () => {
  await writeTable(join(folder, 'new/t.csv'), table);
  const [heading, ...lines] = parseCsv(read('new/t.csv').toString()).map(({ fields }) => fields);
  expect(heading).toEqual(Object.keys(table));
  expect(lines).toEqual(rows.map((row) => Object.values(row).map((value) => String(value ?? ''))));
  expect(readdirSync(join(folder, 'new'))).toEqual(['t.csv']);
});

it('writes JSON lines', async () => {
  await writeTable(join(folder, 't.JSONL'), table);
  const lines = read('t.JSONL').toString().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
});

it('writes a Parquet file that a reader gives back, with the types of its columns', async () => {
  await writeTable(join(folder, 't.parquet'), table, { types: { note: 'DOUBLE' } });
  const bytes = read('t.parquet');
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  expect(await parquetReadObjects({ file })).toEqual(rows);
  const types = parquetMetadata(file)
    .schema.slice(1)
    .map(({ type }) => type);
  expect(types).toEqual(['BYTE_ARRAY', 'DOUBLE', 'FLOAT', 'BOOLEAN', 'DOUBLE']);
});

it.each<[string, string, Table]>([
  ['other formats', 'file must be a file that ends with .parquet, .csv or .jsonl, got "t.xlsx"', {}],
  ['columns of different lengths', 'column "b" must be 1 values long, as a is, got 2', { a: [1], b: [1, 2] }],
  [
    'mixed columns',
    'column "a" must be of one kind of values in a Parquet file, got ["number","string"]',
    { a: [1, 'x'] },
  ],
])('refuses %s', async (what, message, refused) => {
  await expect(encodeTable(what === 'other formats' ? 't.xlsx' : 't.parquet', refused)).rejects.toThrow(message);
});

it('writes a table without columns as an empty file', async () => {
  expect(await encodeTable('t.csv', {})).toEqual(new Uint8Array());
});
