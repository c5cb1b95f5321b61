import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { textParts } from './replace-folder.fixture.js';
import { replaceFolder } from './replace-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replace-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

const isPart = (name: string): boolean => /^part-[0-9a-f]{16}\.txt$/.test(name);

/** Replaces the folder by a text in two parts, which the entry file names. */
async function replace(text: string): Promise<void> {
  const parts = textParts(text);
  await replaceFolder(folder, { entry: 'entry.json', content: JSON.stringify(Object.keys(parts)), parts, isPart });
}

/** Reads the two parts, again if the folder was replaced meanwhile. */
async function read(): Promise<string[]> {
  const entry = await readFile(join(folder, 'entry.json'), 'utf8');
  try {
    return await Promise.all((JSON.parse(entry) as string[]).map((name) => readFile(join(folder, name), 'utf8')));
  } catch (error) {
    if ((await readFile(join(folder, 'entry.json'), 'utf8')) === entry) throw error;
    return read();
  }
}

it('replaces the whole content, and leaves other files as they are', async () => {
  await writeFile(join(folder, 'README.md'), 'mine');
  await replace('old');
  expect(await read()).toEqual(['old 1', 'old 2']);
  await replace('new');
  expect(await read()).toEqual(['new 1', 'new 2']);
  expect(await readdir(folder)).toHaveLength(4);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine');
});

it('keeps the old content if the new one cannot be written', async () => {
  await replace('old');
  const broken = { entry: 'entry.json', content: '[]', parts: { 'no/such/folder': '' }, isPart };
  await expect(replaceFolder(folder, broken)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
  expect(await read()).toEqual(['old 1', 'old 2']);
  expect(await readdir(folder)).toHaveLength(3);
});

it('a folder that is replaced all the time is never read half', async () => {
  await replace('0');
  let ended = false;
  const writing = (async () => {
    for (let i = 1; i <= 40; i++) await replace(String(i));
    ended = true;
  })();
  let reads = 0;
  while (!ended) {
    const [first, second] = await read();
    expect(second).toBe(first!.replace(/1$/, '2'));
    reads++;
  }
  await writing;
  expect(reads).toBeGreaterThan(10);
});

it('processes that replace the same folder wait for each other', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, i) => replace(`text ${i}`)));
  const [first, second] = await read();
  expect(second).toBe(first!.replace(/1$/, '2'));
  expect(await readdir(folder)).toHaveLength(3);
});

it('a kill at any moment leaves a whole content, and the next replacement removes what it left', async () => {
  const script = new URL('./replacing.fixture.ts', import.meta.url).pathname;
  await replace('0');
  for (const delay of [0, 3, 7, 12, 18, 25, 33, 50]) {
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await setTimeout(delay);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [first, second] = await read();
    expect(second).toBe(first!.replace(/1$/, '2'));
  }
  await replace('last');
  expect(await read()).toEqual(['last 1', 'last 2']);
  expect((await readdir(folder)).sort()).toEqual([
    'entry.json',
    expect.stringMatching(/^part-/),
    expect.stringMatching(/^part-/),
  ]);
}, 120_000);
