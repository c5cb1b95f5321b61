import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mcpSettings } from './contract.js';
import { Recordings } from './recordings.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ser-recordings-')));
afterAll(() => rmSync(folder, { recursive: true }));
const root = join(folder, 'calls');
const other = join(folder, 'calls-private');
mkdirSync(join(root, 'monday'), { recursive: true });
mkdirSync(other);
writeFileSync(join(root, 'a.wav'), 'abc');
writeFileSync(join(root, 'monday', '..b.wav'), 'abcde');
writeFileSync(join(other, 'secret.wav'), 'secret');
symlinkSync(join(other, 'secret.wav'), join(root, 'link.wav'));
symlinkSync(other, join(root, 'links'));
symlinkSync(join(root, 'a.wav'), join(root, 'inner.wav'));
symlinkSync(root, join(folder, 'alias'));

const open = (roots: string[] = [root], limits = {}) => Recordings.open(mcpSettings({ roots, ...limits }));

it.each([
  ['an absolute path', join(root, 'a.wav'), 'a.wav'],
  ['a path from the root', 'monday/..b.wav', 'monday/..b.wav'],
  ['a link to a file of the root', 'inner.wav', 'a.wav'],
])('finds %s', async (_, path, found) => {
  expect(await (await open()).find({ path })).toBe(join(root, found));
});

it('finds files below a root that is a link, by either name of it', async () => {
  const recordings = await open([join(folder, 'alias')]);
  for (const path of [join(folder, 'alias', 'a.wav'), join(root, 'a.wav'), 'a.wav'])
    expect(await recordings.find({ path })).toBe(join(root, 'a.wav'));
});

it('looks into each root for a path without a folder', async () => {
  expect(await (await open([root, other])).find({ path: 'secret.wav' })).toBe(join(other, 'secret.wav'));
});

it.each([
  ['a file next to the root', join(other, 'secret.wav')],
  ['a file that does not exist outside of the root', join(folder, 'nothing.wav')],
  ['.. in a path', join(root, 'monday', '..', 'a.wav').replace('/a.wav', '/monday/../a.wav')],
  ['.. from the root', relative(root, join(other, 'secret.wav'))],
  ['.. in a path of Windows', 'monday\\..\\a.wav'],
  ['the root itself', root],
  ['the folder above the root', folder],
  ['a link out of the root', 'link.wav'],
  ['a folder that is a link out of the root', 'links/secret.wav'],
  ['a zero byte', 'a.wav\0.txt'],
])('refuses %s', async (_, path) => {
  await expect((await open()).find({ path }, 'clips.0')).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringMatching(/^clips\.0\.path must be a file in an allowed folder, got /),
    hint: `Allowed: ${root}. Links that lead out are refused.`,
  });
});

it('refuses every path without a root', async () => {
  await expect((await open([])).find({ path: join(root, 'a.wav') })).rejects.toMatchObject({
    hint: 'No folder is allowed: start ser mcp with --root <folder>, or send base64.',
  });
});

it('says of paths below the root what is wrong with them', async () => {
  const recordings = await open([root], { maxFileBytes: 4 });
  await expect(recordings.find({ path: 'no.wav' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(recordings.find({ path: 'monday' })).rejects.toThrow('monday is not a regular file');
  await expect(recordings.find({ path: 'monday/..b.wav' })).rejects.toMatchObject({
    code: 'UNSUPPORTED_AUDIO',
    message: 'monday/..b.wav holds 5 bytes; at most 4 are read',
  });
});

it('decodes base64, also of a data URL', async () => {
  const recordings = await open();
  const bytes = new Uint8Array([0, 255, 62, 63]);
  for (const base64 of ['AP8+Pw==', 'data:audio/wav;base64,AP8+Pw=='])
    expect(await recordings.find({ base64 })).toEqual(bytes);
});

it.each([
  ['no base64', 'not base64!'],
  ['nothing', ''],
  ['a digit too few', 'AP8+Pw='],
])('refuses %s', async (_, base64) => {
  await expect((await open()).find({ base64 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('refuses more bytes than are allowed before it decodes them', async () => {
  const recordings = await open([], { maxBytes: 4 });
  expect(await recordings.find({ base64: Buffer.from('four').toString('base64') })).toHaveLength(4);
  await expect(recordings.find({ base64: Buffer.alloc(7).toString('base64') })).rejects.toMatchObject({
    code: 'UNSUPPORTED_AUDIO',
    message: 'base64 holds more than 4 bytes',
  });
});

it('wants exactly one of path and base64', async () => {
  const recordings = await open();
  await expect(recordings.find({})).rejects.toThrow('a recording needs either path or base64, got none');
  await expect(recordings.find({ path: 'a.wav', base64: 'AP8+' }, 'clips.1')).rejects.toThrow(
    'clips.1 needs either path or base64, got both',
  );
});

it('refuses a root that is no folder', async () => {
  await expect(open([join(folder, 'none')])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(open([join(root, 'a.wav')])).rejects.toThrow('a.wav is not a folder');
});
