import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ProgressEvent, parseCsv } from '@ser/core';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisServer } from '../../../../tests/shared/redis-server.js';
import { findClips } from '../clips/find-clips.js';
import type { ClipList } from '../contract.js';
import { type BatchOptions, runBatch } from '../run/run-batch.js';
import { angryOf, scriptedScorer } from '../score/scripted-scorer.fixture.js';
import { queueEngine } from './queue-engine.js';
import { connectionTo, PREFIX, queueName } from './redis.js';
import { serveQueue } from './serve-queue.js';

const WORKER = fileURLToPath(new URL('worker-process.fixture.ts', import.meta.url));
const PASSWORD = 'a secret';
const COUNT = 300;
const folder = mkdtempSync(join(tmpdir(), 'ser-queue-'));
const root = join(folder, 'in');
const out = join(folder, 'out', 'results.csv');
const contents = Array.from({ length: COUNT }, (_, i) => (i % 50 === 7 ? `poison ${i}` : `clip ${i}`));
const model = { digest: scriptedScorer().digest, labels: scriptedScorer().labels };
let server: RedisServer;
let clips: ClipList;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  if (!hasRedis) return;
  mkdirSync(root);
  for (const [i, content] of contents.entries())
    writeFileSync(join(root, `${String(i).padStart(3, '0')}.wav`), content);
  clips = await findClips([root]);
  server = await RedisServer.start({ password: PASSWORD });
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true });
});

/** Starts a worker in its own process; ends when it takes clips. */
function startWorker({ takeovers = 3, atOnce = 2 } = {}): Promise<ChildProcess> {
  const args = [server.url, PASSWORD, root, String(takeovers), String(atOnce)];
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}

const address = () => ({ redis: server.url, password: PASSWORD });

async function run(options: Partial<BatchOptions> = {}): Promise<void> {
  const engine = await queueEngine({ ...address(), model });
  try {
    await runBatch(clips, engine, { out, ...options });
  } finally {
    await engine.close();
  }
}

/** Each clip is once in the results, with its own answer, in the order of the clips. */
function expectAll(): void {
  const [, ...rows] = parseCsv(readFileSync(out, 'utf8')).map(({ fields }) => fields);
  expect(rows.map(([file]) => file)).toEqual(clips.clips.map(({ file }) => file));
  const expected = contents.map((content) => (content.startsWith('poison') ? '' : String(angryOf(content))));
  expect(rows.map((row) => row[5])).toEqual(expected);
  expect(readdirSync(join(folder, 'out'))).toEqual(['results.csv', 'results.failed.csv']);
}

/** Jobs that are left in Redis. */
async function leftJobs(): Promise<number> {
  const queue = new Queue(queueName(model.digest), { connection: connectionTo(address()), prefix: PREFIX });
  const counts = await queue.getJobCounts();
  await queue.close();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

describe.skipIf(!hasRedis)('a batch over workers at a Redis', { timeout: 120_000 }, () => {
  it('has each clip once in the results, though workers are killed and Redis is restarted', async () => {
    const [first, second] = await Promise.all([startWorker(), startWorker(), startWorker()]);
    const events = new Map<number, () => unknown>([
      [60, () => first!.kill('SIGKILL')],
      [120, () => server.down().then(() => server.up())],
      [180, () => second!.kill('SIGKILL')],
    ]);
    const done: number[] = [];
    const notes: string[] = [];
    const onProgress = (event: ProgressEvent): void => {
      done.push(event.done);
      void events.get(event.done)?.();
    };
    await run({ onProgress, onNote: (note) => notes.push(note) });
    expectAll();
    expect(done).toEqual(contents.map((_, i) => i + 1));
    expect(notes[0]).toBe(`Redis at ${server.url} is away; waiting for it`);
    expect(notes.join()).not.toContain(PASSWORD);
    expect(await leftJobs()).toBe(0);
  });

  it('takes back what is not begun when it is stopped, and resumes', async () => {
    await startWorker();
    const controller = new AbortController();
    const onProgress = ({ done }: ProgressEvent): void => {
      if (done === 20) controller.abort();
    };
    await expect(run({ onProgress, signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await leftJobs()).toBe(0);
    let restored: number | undefined;
    await run({ resume: true, onProgress: (event) => (restored ??= event.restored) });
    expect(restored).toBeGreaterThanOrEqual(20);
    expect(restored).toBeLessThan(COUNT);
    expectAll();
  });

  it('finishes the clips at work when a worker is stopped, and takes no more', async () => {
    const child = await startWorker();
    let files = '';
    child.stdout!.on('data', (text) => {
      files += text;
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const controller = new AbortController();
    let done = 0;
    const batch = run({
      signal: controller.signal,
      onProgress(event) {
        done = event.done;
        if (done === 10) child.kill('SIGTERM');
      },
    });
    expect(await ended).toBe(0);
    const finished = files.trim().split('\n').length;
    while (done < finished) await setTimeout(10);
    expect(done).toBe(finished);
    controller.abort();
    await expect(batch).rejects.toMatchObject({ code: 'ABORTED' });
    rmSync(join(folder, 'out'), { recursive: true });
  });

  it('lists a clip as failed whose workers die, and scores those that were at work with it', async () => {
    writeFileSync(join(root, '002.wav'), 'crash');
    const few = { ...clips, clips: clips.clips.slice(0, 6) };
    const engine = await queueEngine({ ...address(), model });
    const batch = runBatch(few, engine, { out });
    for (let i = 0; i < 2; i++) {
      const child = await startWorker({ takeovers: 1, atOnce: 4 });
      await new Promise((resolve) => child.once('exit', resolve));
    }
    await startWorker({ takeovers: 1, atOnce: 4 });
    expect(await batch).toMatchObject({ clips: 6, failed: 1 });
    await engine.close();
    const [, ...rows] = parseCsv(readFileSync(out, 'utf8')).map(({ fields }) => fields);
    expect(rows.map((row) => [row[0], row.at(-1)])).toEqual(
      few.clips.map(({ file }) => [file, file === '002.wav' ? 'WORKER_LOST' : '']),
    );
    writeFileSync(join(root, '002.wav'), contents[2]!);
  });

  it('says that no worker with its model is connected', async () => {
    const other = { ...scriptedScorer(), digest: 'other' };
    const worker = await serveQueue({ ...address(), scorer: other, root });
    const controller = new AbortController();
    const notes: string[] = [];
    const onNote = (note: string): void => {
      notes.push(note);
      controller.abort();
    };
    await expect(run({ onNote, signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(notes).toEqual([expect.stringContaining('no worker with this model is connected')]);
    await worker.close();
    rmSync(join(folder, 'out'), { recursive: true });
  });

  it('refuses a Redis that does not answer or refuses, without its password in the message', async () => {
    const wrong = server.url.replace('//', '//user:hunter2@');
    await expect(queueEngine({ redis: wrong, model })).rejects.toMatchObject({
      code: 'FILE_ACCESS',
      message: expect.not.stringContaining('hunter2'),
    });
    const away = serveQueue({ redis: 'redis://:hunter2@127.0.0.1:9', scorer: scriptedScorer(), root });
    await expect(away).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/^Redis at redis:\/\/127\.0\.0\.1:9 cannot be reached: .*ECONNREFUSED/),
    });
    await expect(queueEngine({ redis: 'http://:hunter2@x', model })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.not.stringContaining('hunter2'),
    });
  });
});
