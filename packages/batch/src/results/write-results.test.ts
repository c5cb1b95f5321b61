import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv } from '@ser/core';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, expect, it } from 'vitest';
import { segmentOf } from '../score/scripted-scorer.fixture.js';
import type { ClipResult } from './columns.js';
import { checkOut, writeResults } from './write-results.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-results-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const uncertain = { reason: 'too-short', message: 'only 0.1 s of speech, at least 0.4 s' };
const results: ClipResult[] = [
  { clip: { file: 'b, "x".wav', key: '1' }, outcome: { segments: [segmentOf(0.75)] } },
  {
    clip: { file: 'a.wav', key: '2' },
    outcome: {
      segments: [
        { ...segmentOf(0.25, 0.5, 2.5), uncertain, notes: ['n1', 'n2'], warnings: ['w'] },
        segmentOf(0.125, 31, 33.5),
      ],
    },
  },
  { clip: { file: 'c.wav', key: '3' }, outcome: { failure: { code: 'INVALID_AUDIO', message: 'c.wav is empty' } } },
];

const nothing = { uncertain: null, message: null, notes: null, error: null };
/** Of anger and sadness in the table of Russell and Mehrabian. */
const affect = (angry: number) => ({
  valence: angry * -0.51 + (1 - angry) * -0.63,
  arousal: angry * 0.59 + (1 - angry) * -0.27,
});
const rows = [
  {
    file: 'b, "x".wav',
    start: 0,
    end: 1.5,
    label: 'angry',
    confidence: 0.75,
    angry: 0.75,
    sad: 0.25,
    ...affect(0.75),
    ...nothing,
  },
  {
    ...{ file: 'a.wav', start: 0.5, end: 2.5, label: 'sad', confidence: 0.75, angry: 0.25, sad: 0.75, ...affect(0.25) },
    ...{ uncertain: uncertain.reason, message: uncertain.message, notes: 'n1; n2; w', error: null },
  },
  {
    file: 'a.wav',
    start: 31,
    end: 33.5,
    label: 'sad',
    confidence: 0.875,
    angry: 0.125,
    sad: 0.875,
    ...affect(0.125),
    ...nothing,
  },
  {
    ...{ file: 'c.wav', start: null, end: null, label: null, confidence: null, angry: null, sad: null },
    ...{ valence: null, arousal: null },
    ...{ uncertain: null, message: 'c.wav is empty', notes: null, error: 'INVALID_AUDIO' },
  },
];

it('writes JSON lines, one for each segment and each failed clip', async () => {
  await writeResults(join(folder, 'r.jsonl'), ['angry', 'sad'], results);
  const lines = read('r.jsonl').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
});

it('writes a CSV table that reads back', async () => {
  await writeResults(join(folder, 'r.csv'), ['angry', 'sad'], results);
  const [heading, ...lines] = parseCsv(read('r.csv')).map(({ fields }) => fields);
  expect(heading).toEqual(Object.keys(rows[0]!));
  expect(lines).toEqual(rows.map((row) => Object.values(row).map((value) => String(value ?? ''))));
});

it('writes a Parquet file that a reader gives back', async () => {
  await writeResults(join(folder, 'r.parquet'), ['angry', 'sad'], results);
  const bytes = readFileSync(join(folder, 'r.parquet'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  expect(await parquetReadObjects({ file })).toEqual(rows);
});

it('lists failed clips next to the results, and removes such a list when none failed', async () => {
  await writeResults(join(folder, 'x.csv'), ['angry', 'sad'], results);
  expect(read('x.failed.csv')).toBe('file,error,message\nc.wav,INVALID_AUDIO,c.wav is empty\n');
  await writeResults(join(folder, 'x.csv'), ['angry', 'sad'], results.slice(0, 2));
  expect(readdirSync(folder)).not.toContain('x.failed.csv');
});

it('renames the column of a label with the name of another column', async () => {
  const probabilities = [{ label: 'error', probability: 1 }];
  const segments = [{ ...segmentOf(1), label: 'error', confidence: 1, probabilities }];
  await writeResults(join(folder, 'l.jsonl'), ['error'], [{ clip: { file: 'a', key: 'a' }, outcome: { segments } }]);
  expect(JSON.parse(read('l.jsonl'))).toMatchObject({ label: 'error', p_error: 1, error: null });
});

it.each(['results', 'results.txt', 'results.parquet.gz'])('refuses to write %s', (out) => {
  expect(() => checkOut(out)).toThrow('must be a file that ends with .parquet, .csv or .jsonl');
});
