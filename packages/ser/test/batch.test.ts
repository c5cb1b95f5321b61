import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '@ser/audio/node';
import { parseCsv } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, RedisServer } from '../../../tests/shared/redis-server.js';
import { loadRecognizer } from '../src/index.js';
import { expectRefusal, type Outcome, startSer } from './command.fixture.js';

const CLIPS = 6;
const folder = mkdtempSync(join(tmpdir(), 'ser-batch-'));
let expected: (readonly [string, string, number])[];

beforeAll(async () => {
  mkdirSync(join(folder, 'in/more'), { recursive: true });
  const corpus = syntheticCorpus();
  const recognizer = await loadRecognizer();
  expected = [];
  for (let i = 0; i < CLIPS; i++) {
    const name = `${i % 2 ? 'more/' : ''}${i}.wav`;
    await writeWav(join(folder, 'in', name), await corpus.read(corpus.utterances[50 * i]!));
    const { label, confidence } = await recognizer.predict(join(folder, 'in', name));
    expected.push([name, label, confidence]);
  }
  recognizer.dispose();
  expected.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(folder, 'in/4b.wav'), 'not a recording');
});
afterAll(() => rmSync(folder, { recursive: true }));

const ser = (...args: string[]): Promise<Outcome> => startSer(folder, args).outcome;

const rowsOf = (name: string): string[][] =>
  parseCsv(readFileSync(join(folder, name), 'utf8'))
    .slice(1)
    .map(({ fields }) => [...fields]);

/** The table has the answers of `predict`, in order, and the file that is no recording. */
function expectAnswers(name: string): void {
  const rows = rowsOf(name);
  expect(rows.map(([file]) => file)).toEqual([
    '0.wav',
    '2.wav',
    '4.wav',
    '4b.wav',
    ...expected.slice(3).map(([f]) => f),
  ]);
  expect(rows.filter(([file]) => file !== '4b.wav').map(([f, , , label, p]) => [f, label, Number(p)])).toEqual(
    expected,
  );
  expect(rows[3]!.at(-1)).toBe('INVALID_AUDIO');
}

describe('ser batch', () => {
  it('writes the answers of predict, lists what failed, and ends with 2', async () => {
    const { code, stdout, stderr } = await ser('batch', 'in', '--out', 'r.csv', '--threads', '2');
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/^7 clips; .* a second\nWritten to r\.csv\n1 failed: see r\.failed\.csv\n$/),
    ]);
    expect(stderr).toMatch(/clips 7\/7 .* clips\/s [\d.]+ · failed 1/);
    expectAnswers('r.csv');
    expect(rowsOf('r.failed.csv')).toEqual([
      ['4b.wav', 'INVALID_AUDIO', expect.stringMatching(/^4b\.wav is not audio/)],
    ]);
    expect(existsSync(join(folder, 'r.csv.journal'))).toBe(false);
  });

  it('takes a list and writes JSON lines; ends with 0', async () => {
    writeFileSync(join(folder, 'list.csv'), 'path\nmore/1.wav\n0.wav\n');
    const args = ['batch', 'list.csv', '--root', 'in', '--out', 'r.jsonl', '--threads', '1', '--json-lines', '--quiet'];
    const { code, stdout, stderr } = await ser(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'result', clips: 2, failed: 0, out: 'r.jsonl' });
    const rows = readFileSync(join(folder, 'r.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ file }) => file)).toEqual(['more/1.wav', '0.wav']);
  });

  it('stops gracefully on Ctrl-C, says how to resume, and resumes', async () => {
    mkdirSync(join(folder, 'many'));
    for (let i = 0; i < 400; i++) copyFileSync(join(folder, 'in/0.wav'), join(folder, `many/${1000 + i}.wav`));
    const args = ['batch', 'many', '--out', 'm.csv', '--threads', '1'];
    const { child, outcome } = startSer(folder, [...args, '--json-lines']);
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await outcome;
    expect(code).toBe(130);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'ABORTED',
      message: expect.stringMatching(/^the batch was stopped: \d+ of 400 clips are done$/),
      hint: 'Add --resume to the same command to continue.',
    });
    expect(existsSync(join(folder, 'm.csv'))).toBe(false);
    const done = readFileSync(join(folder, 'm.csv.journal'), 'utf8').trim().split('\n').length - 1;
    expectRefusal(await ser(...args), /holds a batch that was stopped/);
    const resumed = await ser(...args, '--resume');
    expect(resumed.stdout).toContain(`400 clips, ${done} of them before it was resumed`);
    expect(rowsOf('m.csv').map(([file]) => file)).toEqual(Array.from({ length: 400 }, (_, i) => `${1000 + i}.wav`));
  });

  it.each([
    [['in', '--out', 'r.txt'], /out must be a file that ends with \.parquet, \.csv or \.jsonl/],
    [['in'], /required option '--out <file>' not specified/],
    [['none', '--out', 'r.csv'], /no such file or folder: none/],
    [
      ['in', '--out', 'r.csv', '--redis', 'redis://:pw1@127.0.0.1:9'],
      /Redis at redis:\/\/127\.0\.0\.1:9 cannot be reached/,
    ],
  ])('refuses %j', async (args, message) => {
    const outcome = await ser('batch', ...args);
    expectRefusal(outcome, message);
    expect(outcome.stderr).not.toContain('pw1');
  });
});

describe.skipIf(!hasRedis)('ser worker', () => {
  it('takes the clips of ser batch --redis, with the same results', async () => {
    const redis = await RedisServer.start();
    const at = ['--redis', redis.url];
    const worker = startSer(folder, ['worker', ...at, '--root', 'in', '--threads', '1']);
    try {
      const { code } = await ser('batch', 'in', '--out', 'q.csv', ...at);
      expect(code).toBe(2);
      expectAnswers('q.csv');
    } finally {
      worker.child.kill('SIGTERM');
      await worker.outcome;
      await redis.remove();
    }
    expect(await worker.outcome).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/6 clips scored, 1 failed\.\n$/),
    });
  });

  it('refuses a root that is no folder', async () => {
    expectRefusal(await ser('worker', '--redis', 'redis://127.0.0.1:9', '--root', 'x'), /--root must be a folder/);
  });
});
