import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { isAbandoned, writeFiles } from './write-files.js';

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

it('writes a name of 255 bytes, the longest that file systems allow', async () => {
  await writeFiles(folder, { ['n'.repeat(255)]: 'x' });
  expect(await readdir(folder)).toEqual(['n'.repeat(255)]);
});

it('leaves nothing behind when it fails', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(writeFiles(join(folder, 'file'), { x: '' })).rejects.toThrow(SerError);
  await expect(writeFiles(folder, { good: 'a', 'no/such/folder': 'b' })).rejects.toMatchObject({
    code: 'FILE_ACCESS',
    message: `cannot write file ${join(folder, 'no/such/folder')}: the file system does not allow it`,
  });
  expect((await readdir(folder)).filter((name) => name !== 'good')).toEqual(['file']);
});

it('isAbandoned recognizes files of processes that have ended', () => {
  const id = '01234567-89ab-cdef-0123-456789abcdef';
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(isAbandoned(`.${pid}-${id}.unfinished`)).toBe(true);
  expect(isAbandoned(`.${process.pid}-${id}.unfinished`)).toBe(false);
  expect(isAbandoned(`x${pid}-${id}.unfinished`)).toBe(false);
});
