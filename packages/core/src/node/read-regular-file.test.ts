import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRegularFile } from './read-regular-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

const onUnix = it.runIf(process.platform !== 'win32');

it('returns the bytes of a file, also through a link', async () => {
  await writeFile(join(folder, 'file'), Uint8Array.of(1, 2, 3));
  await symlink(join(folder, 'file'), join(folder, 'link'));
  for (const name of ['file', 'link'])
    expect([...(await readRegularFile(join(folder, name), { maxBytes: 3 }))]).toEqual([1, 2, 3]);
});

it('returns no bytes of an empty file', async () => {
  await writeFile(join(folder, 'empty'), '');
  expect(await readRegularFile(join(folder, 'empty'), { maxBytes: 0 })).toHaveLength(0);
});

it('refuses a file that is larger than maxBytes, with the given code', async () => {
  await writeFile(join(folder, 'file'), 'abcd');
  await expect(readRegularFile(join(folder, 'file'), { maxBytes: 3, code: 'INVALID_MODEL' })).rejects.toMatchObject({
    code: 'INVALID_MODEL',
    message: `${join(folder, 'file')} holds 4 bytes; at most 3 are read`,
  });
});

it.runIf(process.platform === 'linux')('reads files that do not state their size, up to maxBytes', async () => {
  const bytes = await readRegularFile('/proc/self/status', { maxBytes: 100_000 });
  expect(new TextDecoder().decode(bytes)).toMatch(/^Name:.*\n[\s\S]*\n$/);
  await expect(readRegularFile('/proc/self/status', { maxBytes: 10 })).rejects.toMatchObject({
    message: '/proc/self/status holds more than 10 bytes; at most 10 are read',
  });
});

it('names a file that does not exist', async () => {
  await expect(readRegularFile(join(folder, 'none'), { maxBytes: 1 })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: `no such file: ${join(folder, 'none')}`,
  });
});

it('refuses a folder', async () => {
  await expect(readRegularFile(folder, { maxBytes: 1 })).rejects.toMatchObject({ code: 'FILE_ACCESS' });
});

onUnix('refuses devices and named pipes without waiting for them', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await symlink('/dev/zero', join(folder, 'zero'));
  for (const path of ['/dev/zero', join(folder, 'zero'), join(folder, 'pipe')])
    await expect(readRegularFile(path, { maxBytes: 100 })).rejects.toMatchObject({
      code: 'FILE_ACCESS',
      message: `${path} is not a regular file`,
    });
});
