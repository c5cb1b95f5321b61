import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfig } from '@ser/experiments';
import { Run } from '@ser/experiments';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer, startSer } from './command.fixture.js';
import { writeCorpus } from './corpus.fixture.js';

const SEARCH = [
  ...['select', '--nested', '--config', 'x.json', '--inner-folds', '2', '--threads', '1'],
  ...['--vary', 'training.learningRate=1e-3,1e-2', '--vary', 'model.filters=[2],[4]'],
];
const NAMES = [1e-3, 1e-2].flatMap((rate) =>
  ['[2]', '[4]'].map((filters) => `training.learningRate=${rate} model.filters=${filters}`),
);

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const json = (...path: string[]): unknown => JSON.parse(readFileSync(at(...path), 'utf8'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-search-'));
  writeCorpus(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('chooses in each fold, says what, and judges it there', async () => {
  const { code, stdout, stderr } = await ser(...SEARCH, '--protocol', 'speaker-2', '--quiet', '--out', 'found');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('selected on own, protocol speaker-2: 16 utterances of 4 unseen speakers');
  expect(stdout).toContain('The choice of each fold among 4 recipes, with its UAR on training speakers');
  expect(readdirSync(at('found')).sort()).toEqual([
    ...['candidates.json', 'config.json', 'confusion-matrix.svg', 'embeddings.json', 'histories.json', 'metrics.json'],
    ...['predictions.csv', 'report.html', 'training-curves.svg'],
  ]);
  expect(existsSync(at('found.checkpoint'))).toBe(false);

  const { selection = [], ...config } = json('found', 'config.json') as RunConfig;
  expect(config).toMatchObject({ partial: false, folds: 2, candidates: 1, environment: { tfjs: expect.any(String) } });
  expect(selection.map(({ fold }) => fold)).toEqual([
    expect.stringMatching(/^fold 1: \w+, \w+$/),
    expect.stringMatching(/^fold 2: \w+, \w+$/),
  ]);
  for (const { fold, name, ranking, training, model } of selection) {
    expect(stdout).toMatch(new RegExp(`^  ${fold} +${name.replaceAll(/[[\].]/g, '\\$&')} +[\\d.]+ %$`, 'm'));
    expect(ranking.map((one) => one.name).sort()).toEqual([...NAMES].sort());
    const { filters } = model as { filters?: readonly number[] };
    expect(`training.learningRate=${training.learningRate} model.filters=${JSON.stringify(filters)}`).toBe(name);
  }
  const { candidates, ...search } = json('found', 'candidates.json') as { candidates: { name: string }[] };
  expect(search).toEqual({ protocol: 'speaker-2', innerFolds: 2 });
  expect(candidates.map(({ name }) => name)).toEqual(NAMES);
  expect((await Run.read(at('found'))).predictions).toHaveLength(16);
  expect(readFileSync(at('found/report.html'), 'utf8')).toContain('selected');
});

it('goes on after Ctrl-C, to the same result', async () => {
  const stopped = [...SEARCH.slice(0, -2), '--set=training.epochs=12', '--quiet', '--folds', '2', '--out', 'stopped'];
  const { child, outcome } = startSer(folder, stopped);
  const ended = (): string[] => (existsSync(at('stopped.checkpoint')) ? readdirSync(at('stopped.checkpoint')) : []);
  const poll = setInterval(() => {
    if (!ended().some((name) => name.includes('candidate+2'))) return;
    clearInterval(poll);
    child.kill('SIGINT');
  }, 10);
  const { code, stderr } = await outcome.finally(() => clearInterval(poll));
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /^ser: training was stopped in outer fold [12] of 2\n {5}Saved in stopped\.checkpoint\. Add --resume/,
  );
  expect(existsSync(at('stopped'))).toBe(false);

  expectRefusal(await ser(...stopped), /stopped\.checkpoint holds an interrupted run\n.*--resume/);
  expectRefusal(
    await ser(...stopped, '--resume', '--inner-folds', '3'),
    /stopped\.checkpoint holds a run with another config: innerFolds is 2 there, 3 here/,
  );
  const resumed = await ser(...stopped, '--resume', '--json-lines');
  expect(resumed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(resumed.stdout.trim().split('\n').at(-1)!)).toMatchObject({
    event: 'result',
    partial: true,
    candidates: ['training.learningRate=0.001', 'training.learningRate=0.01'],
    chosen: [{ fold: 'speaker anna' }, { fold: 'speaker ben' }],
    metrics: { utterances: 8 },
  });
  const whole = stopped.map((arg) => (arg === 'stopped' ? 'whole' : arg));
  expect((await ser(...whole)).stdout).toContain('A quick look');
  expect(readFileSync(at('stopped/predictions.csv'))).toEqual(readFileSync(at('whole/predictions.csv')));
});

it('tells of its networks', async () => {
  const { stdout } = await ser(...SEARCH, '--folds', '1', '--json-lines', '--out', 'told');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const networks = lines.filter(({ task }) => task === 'own networks');
  expect(networks.at(-1)).toMatchObject({ event: 'progress', done: 9, total: 9, metrics: { outerFold: 1, fold: 1 } });
  expect(lines.find(({ event }) => event === 'note')).toMatchObject({ audit: { ok: true } });
});

it('refuses what is no choice, in one line', async () => {
  const search = (...args: string[]): Promise<Outcome> =>
    ser('select', '--nested', '--config', 'x.json', '--out', 'never', ...args);
  expectRefusal(await search(), /--vary/);
  expectRefusal(await search('--vary', 'seed=1,2'), /--vary cannot change seed: candidates are .*\n.*--set/);
  expectRefusal(await search('--vary', 'model.units=1,2'), /model\.units is not a field\n.*filters/);
  expectRefusal(await search('--vary', 'training.epochs=1,1'), /--vary names training\.epochs=1 twice/);
  expectRefusal(
    await search('--vary', 'training.epochs=1', '--vary', 'training.epochs=2'),
    /names training\.epochs twice/,
  );
  expectRefusal(await search('--vary', 'training.epochs=1,2', '--folds', '0'), /--folds must be a whole number/);
  expectRefusal(await search('--vary', 'training.epochs=1,2', '--inner-folds', '9', '--quiet'), /speaker-9|speakers/);
  expectRefusal(await search('--vary', 'training.epochs=1,2', '--protocol', 'nine'), /nine/);
  expect(existsSync(at('never'))).toBe(false);
  expect(existsSync(at('never.checkpoint'))).toBe(false);
});
