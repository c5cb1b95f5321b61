import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random, SerError } from '@ser/core';
import { expect, it } from 'vitest';
import { failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import { type ZipEntry, zipBytes } from '../../test/zip-bytes.js';
import { extractZip } from './extract-zip.js';

const folder = temporaryFolder();
const target = (): string => join(folder.path, 'in/corpus');
const archive = (): string => join(folder.path, 'a.zip');
const all = async (): Promise<string[]> => (await readdir(folder.path, { recursive: true })).sort();

async function extract(entries: readonly ZipEntry[], options = {}): Promise<string[]> {
  await writeFile(archive(), zipBytes(entries));
  return extractZip(archive(), target(), options);
}

it('extracts stored and deflated files, whole', async () => {
  const long = 'sound '.repeat(50_000);
  const paths = await extract([
    { name: 'wav/', mode: 0o040755 },
    { name: 'wav/a.wav', content: 'stored' },
    { name: 'wav/b.wav', content: long, deflate: true },
    { name: 'empty.txt' },
  ]);
  expect(paths).toEqual(['wav/a.wav', 'wav/b.wav', 'empty.txt']);
  expect(await readFile(join(target(), 'wav/b.wav'), 'utf8')).toBe(long);
  expect((await readdir(target(), { recursive: true })).sort()).toEqual(['empty.txt', 'wav', 'wav/a.wav', 'wav/b.wav']);
  await extract([{ name: 'wav/a.wav', content: 'again' }]);
  expect(await readFile(join(target(), 'wav/a.wav'), 'utf8')).toBe('again');
});

it.each<[string, ZipEntry, RegExp]>([
  ['a path upwards', { name: '../evil' }, /relative path|leaves the folder/],
  ['a path upwards inside', { name: 'wav/../../../evil' }, /relative path|leaves the folder/],
  ['an absolute path', { name: '/tmp/ser-evil' }, /absolute path/],
  ['a Windows path', { name: 'C:/evil' }, /absolute path/],
  ['a backslash', { name: '..\\evil' }, /backslash|characters|leaves|relative/],
  ['a control character', { name: 'a\u0000.wav' }, /control character/],
  ['a symbolic link', { name: 'link', content: '/etc', mode: 0o120777 }, /a link or device/],
  ['a device', { name: 'tty', mode: 0o020666 }, /a link or device/],
  ['encryption', { name: 'a.wav', content: 'x', deflate: true, encrypted: true }, /encrypted/],
  ['a huge announced size', { name: 'a.wav', content: 'x', deflate: true, size: 4e9 }, /bytes/],
])('refuses %s and writes nothing', async (_what, entry, message) => {
  const error = await failureOf(extract([{ name: 'good.wav', content: 'x' }, entry]));
  expect(error.code).toBe('INVALID_CORPUS');
  expect(error.message).toMatch(message);
  expect(error.message).toContain(archive());
  expect(await all()).toEqual(['a.zip']);
});

it('refuses a bomb before it is let off', async () => {
  const zeros = new Uint8Array(30e6);
  const error = await failureOf(extract([{ name: 'bomb.wav', content: zeros, deflate: true }]));
  expect(error.message).toContain('claims 30000000 bytes');
  expect(await all()).toEqual(['a.zip']);
});

it('stops a bomb that lies about its size, and leaves no half file', async () => {
  const zeros = new Uint8Array(30e6);
  const error = await failureOf(extract([{ name: 'bomb.wav', content: zeros, deflate: true, size: 1000 }]));
  expect(error.code).toBe('INVALID_CORPUS');
  expect(error.message).toContain('too many bytes');
  expect((await all()).filter((path) => path.includes('bomb'))).toEqual([]);
});

it('notices damage by checksum', async () => {
  const error = await failureOf(extract([{ name: 'a.wav', content: 'x', crc: 7 }]));
  expect(error.message).toContain('a.wav damaged');
  expect((await all()).filter((path) => path.includes('a.wav'))).toEqual([]);
});

it('refuses two files of one name, too many files and too many bytes', async () => {
  const [a, b] = [
    { name: 'a.wav', content: '1' },
    { name: 'A.wav', content: '2' },
  ];
  expect((await failureOf(extract([a, b]))).message).toContain('A.wav twice');
  expect((await failureOf(extract([a], { maxEntries: 0 }))).message).toContain('at most 0');
  expect((await failureOf(extract([a], { maxBytes: 0 }))).message).toContain('more than 0 bytes');
});

it('does not follow a link out of the folder', async () => {
  await mkdir(target(), { recursive: true });
  await mkdir(join(folder.path, 'outside'));
  await symlink(join(folder.path, 'outside'), join(target(), 'wav'));
  const error = await failureOf(extract([{ name: 'wav/a.wav', content: 'x' }]));
  expect(error.message).toContain('a link moves out of the folder');
  expect(await readdir(join(folder.path, 'outside'))).toEqual([]);
});

it('says what is wrong with files that are no archives', async () => {
  await writeFile(archive(), '<html>Not found</html>');
  expect((await failureOf(extractZip(archive(), target()))).code).toBe('INVALID_CORPUS');
  expect((await failureOf(extractZip(join(folder.path, 'none.zip'), target()))).code).toBe('NOT_FOUND');
});

it('gives a typed error or a result for archives changed at random, and never writes outside', async () => {
  const sound = zipBytes([
    { name: 'wav/a.wav', content: 'stored' },
    { name: 'wav/b.wav', content: 'deflated '.repeat(99), deflate: true },
  ]);
  const random = new Random(3);
  for (let round = 0; round < 150; round++) {
    const bytes = Buffer.from(sound);
    for (let i = random.integer(8); i >= 0; i--) {
      const at = random.integer(bytes.length);
      if (random.next() < 0.7) bytes[at] = random.integer(256);
      else bytes.fill(0xff, at, Math.min(bytes.length, at + 4));
    }
    await writeFile(archive(), random.next() < 0.1 ? bytes.subarray(0, random.integer(bytes.length)) : bytes);
    const error: unknown = await extractZip(archive(), target()).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) expect(error, String((error as Error).stack)).toBeInstanceOf(SerError);
    expect(await readdir(folder.path)).toEqual(expect.arrayContaining(['a.zip']));
    expect((await readdir(folder.path)).filter((name) => name !== 'a.zip' && name !== 'in')).toEqual([]);
  }
});
