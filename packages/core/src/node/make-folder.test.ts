import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes all missing folders and returns the outermost one', async () => {
  expect(await makeFolder(join(folder, 'a/b/c'))).toBe(join(folder, 'a'));
  expect((await stat(join(folder, 'a/b/c'))).isDirectory()).toBe(true);
  expect(await makeFolder(join(folder, 'a/b/c'))).toBe(undefined);
  expect(await makeFolder(join(folder, 'a/b/d'))).toBe(join(folder, 'a/b/d'));
});

it('makes the same folder many times at once', async () => {
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(folder, 'x/y/z'))));
  expect((await stat(join(folder, 'x/y/z'))).isDirectory()).toBe(true);
});

it('follows links to folders', async () => {
  await symlink(folder, join(folder, 'link'));
  await makeFolder(join(folder, 'link/a'));
  expect((await stat(join(folder, 'a'))).isDirectory()).toBe(true);
});

it('refuses a path through a file', async () => {
  await writeFile(join(folder, 'file'), '');
  for (const path of ['file', 'file/a', 'file/a/b'])
    await expect(makeFolder(join(folder, path))).rejects.toMatchObject({
      code: 'FILE_ACCESS',
      message: `cannot write folder ${join(folder, path)}: a part of the path is not a folder`,
    });
});

it('refuses a name that is too long', async () => {
  await expect(makeFolder(join(folder, 'n'.repeat(256), 'a'))).rejects.toMatchObject({
    code: 'FILE_ACCESS',
    message: expect.stringMatching(/: the name is too long$/),
  });
});

it.runIf(process.platform === 'linux')('refuses a folder below /proc, where none can be made', async () => {
  for (const path of ['/proc/a', '/proc/a/b/c', '/proc/self/a'])
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
});
