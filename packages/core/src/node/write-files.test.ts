import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { writeFiles } from './write-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes the folder and writes texts and bytes', async () => {
  await writeFiles(join(folder, 'a/b'), { 'x.txt': 'x', 'y.bin': Uint8Array.of(1, 2) });
  expect(await readFile(join(folder, 'a/b/x.txt'), 'utf8')).toBe('x');
  expect([...(await readFile(join(folder, 'a/b/y.bin')))]).toEqual([1, 2]);
});

it('replaces files whole', async () => {
  await writeFiles(folder, { 'x.txt': 'a long first text' });
  await writeFiles(folder, { 'x.txt': 'second' });
  expect(await readFile(join(folder, 'x.txt'), 'utf8')).toBe('second');
  expect(await readdir(folder)).toEqual(['x.txt']);
});

it('leaves nothing behind when it fails', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeFiles(join(folder, 'file'), { x: '' })).rejects.toThrow(SerError);
  await expect(writeFiles(folder, { good: 'a', 'no/such/folder': 'b' })).rejects.toMatchObject({ code: 'FILE_ACCESS' });
  expect(await readdir(folder)).toEqual(['file']);
});
