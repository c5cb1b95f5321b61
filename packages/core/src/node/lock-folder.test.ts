import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './lock-folder.js';
import { processIdentity } from './running-process.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fixture = new URL('./lock-folder.fixture.ts', import.meta.url).pathname;
const hold = () =>
  spawn(process.execPath, ['--import', 'tsx', fixture, folder], { stdio: ['pipe', 'pipe', 'inherit'] });

/** Writes the lock of a process. */
const writeLock = (lock: object): Promise<void> =>
  writeFile(
    join(folder, '.lock'),
    JSON.stringify({
      pid: 1,
      host: hostname(),
      since: '2026-01-02T03:04:05.678Z',
      identity: '',
      token: 'a-b',
      ...lock,
    }),
  );

/** The number of a process that has ended. */
const endedProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

it('makes the folder, and holds it until it is released', async () => {
  const path = join(folder, 'run');
  const lock = await lockFolder(path);
  expect(lock.abandonedBy).toBe(undefined);
  expect(await readdir(path)).toEqual(['.lock']);
  await expect(lockFolder(path)).rejects.toMatchObject({
    code: 'FILE_ACCESS',
    message: expect.stringMatching(/run is in use by this process since \d{4}-\d\d-\d\dT/),
  });
  lock.release();
  lock.release();
  expect(await readdir(folder)).toEqual([]);
  (await lockFolder(path)).release();
});

it('keeps a folder that holds something, or was there before', async () => {
  const made = await lockFolder(join(folder, 'made'));
  await writeFile(join(folder, 'made', 'file'), '');
  made.release();
  expect(await readdir(join(folder, 'made'))).toEqual(['file']);
  (await lockFolder(folder)).release();
  expect(await readdir(folder)).toEqual(['made']);
});

it('refuses a folder that another process holds, and waits for it if asked', async () => {
  const child = hold();
  await once(child.stdout, 'data');
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'FILE_ACCESS',
    message: expect.stringContaining(`${folder} is in use by process ${child.pid} since `),
    hint: 'Wait until it has ended, or choose another folder.',
  });
  const waiting = lockFolder(folder, { waitMs: 60_000 });
  child.stdin.end();
  const lock = await waiting;
  expect(lock.abandonedBy).toBe(undefined);
  lock.release();
});

it('takes over the folder of a process that was killed, and says whose it was', async () => {
  const child = hold();
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockFolder(folder);
  expect(lock.abandonedBy).toEqual({ pid: child.pid, host: hostname(), since: expect.stringMatching(/^\d{4}-/) });
  expect(JSON.parse(await readFile(join(folder, '.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(await readdir(folder)).toEqual([]);
});

it.runIf(process.platform === 'linux')('does not take another process of the same number for the owner', async () => {
  await writeLock({ pid: process.pid, identity: 'another boot/1' });
  const lock = await lockFolder(folder);
  expect(lock.abandonedBy).toMatchObject({ pid: process.pid });
  lock.release();
  await writeLock({ pid: process.pid, identity: processIdentity(process.pid)! });
  await expect(lockFolder(folder)).rejects.toThrow('in use by this process since 2026-01-02');
});

it('cannot know of processes on other machines, and says what to do if they crashed', async () => {
  await writeLock({ pid: endedProcess(), host: 'elsewhere' });
  await expect(lockFolder(folder)).rejects.toMatchObject({
    message: expect.stringMatching(/in use by process \d+ on elsewhere since 2026-01-02T03:04:05\.678Z$/),
    hint: expect.stringContaining(`If it has crashed, remove ${join(folder, '.lock')}.`),
  });
});

it('only one of many takes over', async () => {
  await writeLock({ pid: endedProcess() });
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
  const held = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(held).toHaveLength(1);
  expect(held[0]!.value.abandonedBy).toMatchObject({ since: '2026-01-02T03:04:05.678Z' });
  held[0]!.value.release();
  expect(await readdir(folder)).toEqual([]);
});

it('takes over a lock that was never written to its end', async () => {
  for (const text of ['', '{', '{"pid":1}', JSON.stringify({ token: '../..' })]) {
    await writeFile(join(folder, '.lock'), text);
    await expect(lockFolder(folder)).rejects.toThrow('is in use');
    const past = new Date(Date.now() - 60_000);
    await utimes(join(folder, '.lock'), past, past);
    (await lockFolder(folder)).release();
  }
});
