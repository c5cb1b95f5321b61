import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgressEvent } from '@ser/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findClips } from '../clips/find-clips.js';
import type { ClipList } from '../contract.js';
import { angryOf, scriptedScorer } from '../score/scripted-scorer.fixture.js';
import { localEngine } from './local-engine.js';
import { runBatch } from './run-batch.js';

let folder: string;
let out: string;
let clips: ClipList;
const contents = Array.from({ length: 12 }, (_, i) => `clip ${i}`);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ser-batch-'));
  out = join(folder, 'out', 'results.jsonl');
  mkdirSync(join(folder, 'in'));
  for (const [i, content] of contents.entries())
    writeFileSync(join(folder, 'in', `${String(i).padStart(2, '0')}.wav`), content);
  clips = await findClips([join(folder, 'in')]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const rows = (): Record<string, unknown>[] =>
  readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const expectAll = (): void => {
  expect(rows().map(({ file }) => file)).toEqual(clips.clips.map(({ file }) => file));
  expect(rows().map(({ angry }) => angry)).toEqual(contents.map(angryOf));
  expect(readdirSync(join(folder, 'out'))).toEqual(['results.jsonl']);
};

/** Stops a batch after some clips, and returns what was scored. */
async function stopAfter(count: number): Promise<string[]> {
  const controller = new AbortController();
  const scorer = scriptedScorer();
  const onProgress = ({ done }: ProgressEvent): void => {
    if (done === count) controller.abort();
  };
  await expect(
    runBatch(clips, localEngine(scorer), { out, signal: controller.signal, onProgress }),
  ).rejects.toMatchObject({ code: 'ABORTED' });
  return scorer.seen;
}

describe('runBatch', () => {
  it.each([1, 3, 50])('gives the results in the order of the clips, with %i at once', async (atOnce) => {
    const events: ProgressEvent[] = [];
    const scorer = scriptedScorer();
    const summary = await runBatch(clips, localEngine(scorer, { atOnce }), { out, onProgress: (e) => events.push(e) });
    expect(summary).toMatchObject({ clips: 12, failed: 0, resumed: 0, out, failedFile: undefined });
    expectAll();
    expect(scorer.seen.length).toBe(12);
    expect(events.map(({ done }) => done)).toEqual(contents.map((_, i) => i + 1));
    expect(events.at(-1)).toMatchObject({ task: 'clips', total: 12, metrics: { failed: 0 } });
  });

  it('lists poison and does not stop for it; tries again what may pass', async () => {
    for (const name of ['broken', 'flaky', 'poison']) writeFileSync(join(folder, 'in', `${name}.wav`), name);
    clips = await findClips([join(folder, 'in')]);
    const scorer = scriptedScorer();
    const summary = await runBatch(clips, localEngine(scorer), { out });
    expect(summary).toMatchObject({ clips: 15, failed: 2, failedFile: join(folder, 'out', 'results.failed.csv') });
    expect(rows().map(({ error }) => error)).toEqual([...Array(12).fill(null), 'UNEXPECTED', null, 'INVALID_AUDIO']);
    expect(readFileSync(summary.failedFile!, 'utf8')).toBe(
      'file,error,message\nbroken.wav,UNEXPECTED,a thread ended\npoison.wav,INVALID_AUDIO,poison.wav is not audio\n',
    );
    const attempts = (content: string): number => scorer.seen.filter((one) => one === content).length;
    expect(['broken', 'flaky', 'poison'].map(attempts)).toEqual([3, 2, 1]);
  });

  it('resumes a batch that was stopped without scoring a clip twice', async () => {
    const before = await stopAfter(5);
    expect(before.length).toBeLessThan(8);
    const scorer = scriptedScorer();
    const summary = await runBatch(clips, localEngine(scorer), { out, resume: true });
    expect(summary.resumed).toBe(before.length);
    expect([...before, ...scorer.seen].sort()).toEqual([...contents].sort());
    expectAll();
  });

  it('resumes after a line that was cut short, as by a crash', async () => {
    const before = await stopAfter(4);
    appendFileSync(`${out}.journal`, '{"key":"cut sh');
    const first = scriptedScorer();
    const controller = new AbortController();
    const onProgress = ({ done }: ProgressEvent): void => {
      if (done === before.length + 2) controller.abort();
    };
    const options = { out, resume: true, signal: controller.signal, onProgress };
    await expect(runBatch(clips, localEngine(first, { atOnce: 1 }), options)).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const second = scriptedScorer();
    await runBatch(clips, localEngine(second), { out, resume: true });
    expect([...before, ...first.seen, ...second.seen].sort()).toEqual([...contents].sort());
    expectAll();
  });

  it('scores a clip again that has changed meanwhile', async () => {
    await stopAfter(12 - 2);
    writeFileSync(join(folder, 'in', '00.wav'), 'other content');
    clips = await findClips([join(folder, 'in')]);
    const scorer = scriptedScorer();
    await runBatch(clips, localEngine(scorer), { out, resume: true });
    expect(scorer.seen).toContain('other content');
    expect(rows()[0]).toMatchObject({ file: '00.wav', angry: angryOf('other content') });
  });

  it('refuses a journal without resume, of another model, or that is none', async () => {
    await stopAfter(3);
    const run = (resume: boolean, digest = scriptedScorer().digest) =>
      runBatch(clips, localEngine({ ...scriptedScorer(), digest }), { out, resume });
    await expect(run(false)).rejects.toMatchObject({
      code: 'FILE_ACCESS',
      hint: expect.stringContaining('--resume'),
    });
    await expect(run(true, 'other')).rejects.toMatchObject({ message: expect.stringContaining('another model') });
    writeFileSync(`${out}.journal`, 'x\n');
    await expect(run(true)).rejects.toMatchObject({ message: expect.stringContaining('is not the journal') });
  });

  it('says that there is nothing to resume', async () => {
    const notes: string[] = [];
    await runBatch(clips, localEngine(scriptedScorer()), { out, resume: true, onNote: (note) => notes.push(note) });
    expect(notes).toEqual([expect.stringMatching(/^there is nothing to resume/)]);
    expectAll();
  });

  it('keeps two batches from writing the same results', async () => {
    const engine = localEngine(scriptedScorer({ delayMs: 5 }));
    const [first, second] = await Promise.allSettled([
      runBatch(clips, engine, { out }),
      runBatch(clips, engine, { out }),
    ]);
    expect([first!.status, second!.status].sort()).toEqual(['fulfilled', 'rejected']);
    expectAll();
  });
});

it.each([{ atOnce: 0 }, { maxSeconds: 0 }, { timeoutSeconds: 1e9 }])('localEngine refuses %j', (options) => {
  expect(() => localEngine(scriptedScorer(), options)).toThrow(Object.keys(options)[0]);
});
