import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { readAudio } from '@ser/audio/node';
import { parseCsv } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { mfcc, rms } from '@ser/dsp';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toNpy } from '../src/cli/output/npy.js';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-features-'));
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, ['features', ...args]);
const at = (name: string): string => join(folder, name);
const FRAMES = { nFft: 512, winLength: 400, hopLength: 160 };

beforeAll(async () => {
  const corpus = syntheticCorpus();
  for (const [i, name] of ['a.wav', 'b.wav'].entries())
    writeFileSync(at(name), new Uint8Array(encodeWav(await corpus.read(corpus.utterances[i]!))));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes a row for each frame, with the numbers of the functions', async () => {
  const { code, stdout, stderr } = await ser('*.wav', '--kind', 'mfcc,rms', '--quiet', '--out', 'all.csv');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^2 recordings: \d+ rows of 21 values\.\nWritten to all\.csv\n$/);
  const [heading, ...rows] = parseCsv(readFileSync(at('all.csv'), 'utf8')).map(({ fields }) => fields);
  expect(heading!.slice(0, 4)).toEqual(['file', 'time', 'mfcc0', 'mfcc1']);
  expect(heading!.at(-1)).toBe('rms');
  const audio = await readAudio(at('b.wav'));
  const expected = mfcc(audio, { ...FRAMES, topDb: null });
  const level = rms(audio, { frameLength: 512, hopLength: 160 });
  const ofB = rows.filter(([file]) => file === 'b.wav');
  expect(ofB).toHaveLength(expected.frames);
  const [, time, ...values] = ofB[50]!;
  expect(time).toBe('0.5');
  expect(Array.from(expected.data.subarray(50 * 20, 51 * 20), String)).toEqual(values.slice(0, 20));
  expect(Number(values[20])).toBeCloseTo(level.data[50]!, 6);
});

it('writes a row for each recording with functionals', async () => {
  await ser('a.wav', 'b.wav', '--functionals', 'mean,std', '--set', 'frontEnd.features.0.nMfcc=2', '--out', 'f.csv');
  const rows = parseCsv(readFileSync(at('f.csv'), 'utf8')).map(({ fields }) => fields);
  expect(rows.map(([file]) => file)).toEqual(['file', 'a.wav', 'b.wav']);
  expect(rows[0]).toHaveLength(1 + 2 * 2);
  const { data, frames } = mfcc(await readAudio(at('a.wav')), { ...FRAMES, nMfcc: 2, topDb: null });
  const mean = data.filter((_, i) => i % 2 === 0).reduce((sum, value) => sum + value, 0) / frames;
  expect(Number(rows[1]![1])).toBeCloseTo(mean, 3);
});

it('writes Parquet files with the cells of the CSV tables, frames and functionals', async () => {
  for (const more of [[], ['--functionals', 'mean,std']]) {
    const args = ['a.wav', 'b.wav', '--kind', 'mfcc,rms', ...more, '--quiet', '--out'];
    expect((await ser(...args, 'p.csv')).code).toBe(0);
    expect((await ser(...args, 'p.parquet')).stdout).toMatch(/^2 recordings: \d+ rows of \d+ values\./);
    const [heading, ...rows] = parseCsv(readFileSync(at('p.csv'), 'utf8')).map(({ fields }) => fields);
    const bytes = readFileSync(at('p.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read.map((row) => Object.values(row).map(String))).toEqual(rows);
    expect(Object.keys(read[0]!)).toEqual(heading);
    expect(parquetMetadata(file).schema.at(-1)!.type).toBe('FLOAT');
  }
});

it('writes a NumPy file of one recording', async () => {
  expect((await ser('a.wav', '--quiet', '--out', 'a.npy')).code).toBe(0);
  const expected = mfcc(await readAudio(at('a.wav')), { ...FRAMES, topDb: null });
  expect(new Uint8Array(readFileSync(at('a.npy')))).toEqual(toNpy(expected));
  expectRefusal(
    await ser('a.wav', 'b.wav', '--quiet', '--out', 'all.npy'),
    /--out must be a \.csv or \.parquet file for 2 recordings/,
  );
});

it('toNpy has the bytes that numpy.save writes', () => {
  const bytes = toNpy({ data: new Float32Array([1, 2, 3, 4, 5, 6]), frames: 3, coeffs: 2 });
  const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
  const saved = Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
    Buffer.from(`${text.padEnd(117)}\n`),
    Buffer.from(new Float32Array([1, 2, 3, 4, 5, 6]).buffer),
  ]);
  expect(Buffer.from(bytes).equals(saved)).toBe(true);
});

it('refuses what is no feature, and other files', async () => {
  expectRefusal(await ser('a.wav', '--kind', 'loudness', '--out', 'x.csv'), /kind must be .*mfcc.*"loudness"/);
  expectRefusal(
    await ser('a.wav', '--out', 'x.txt'),
    /--out must be a file that ends with \.csv, \.jsonl, \.parquet, \.npy/,
  );
  expectRefusal(await ser('none.wav', '--quiet', '--out', 'x.csv'), /none\.wav/);
});
