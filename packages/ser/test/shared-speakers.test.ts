import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';
import { writeCorpus } from './corpus.fixture.js';

const QUICK = ['--config', 'x.json', '--protocol', 'random-2', '--threads', '1', '--json-lines'];
const WARNED = { warnings: expect.arrayContaining([expect.stringMatching(/^Protocol random-2: speakers shared/)]) };

let folder: string;
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const resultOf = ({ stdout }: Outcome): unknown => JSON.parse(stdout.trim().split('\n').at(-1)!);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-shared-'));
  writeCorpus(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('tells programs wherever a figure stands that speakers are shared', async () => {
  expect(resultOf(await ser('evaluate', ...QUICK, '--out', 'a'))).toMatchObject(WARNED);
  expect(resultOf(await ser('evaluate', ...QUICK, '--out', 'seeds', '--seeds', '0,1'))).toMatchObject(WARNED);
  expect(JSON.parse(readFileSync(join(folder, 'seeds/seeds.json'), 'utf8'))).toMatchObject({
    warning: expect.stringMatching(/^speakers shared/),
  });
  expect(resultOf(await ser('compare', 'a', 'seeds/seed-0', '--json-lines', '--combine', 'both'))).toMatchObject(
    WARNED,
  );
  const search = [
    'select',
    '--nested',
    ...QUICK,
    '--vary',
    'model.filters=[2]',
    '--inner-folds',
    '2',
    '--out',
    'found',
  ];
  expect(resultOf(await ser(...search))).toMatchObject(WARNED);
});

it('refuses babble of test clips before anything is extracted', async () => {
  const babble = 'audioAugmentation={"copies":1,"steps":[{"kind":"noise","color":"babble","snrDb":[5,20]}]}';
  const options = ['--config', 'x.json', '--protocol', 'random-2', '--cache', 'cache', '--set', babble];
  const varied = [...options, '--vary', 'model.filters=[2]', '--inner-folds', '2'];
  for (const line of [
    ['evaluate', ...options],
    ['select', '--nested', ...varied],
    ['select', ...varied],
  ]) {
    expectRefusal(await ser(...line, '--out', 'refused'), /the folds of random-2 share speakers\n.*Remove babble/);
  }
  expect(existsSync(join(folder, 'cache'))).toBe(false);
});
