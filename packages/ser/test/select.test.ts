import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '@ser/experiments';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer, startSer } from './command.fixture.js';
import { writeCorpus } from './corpus.fixture.js';

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const json = (...path: string[]): unknown => JSON.parse(readFileSync(at(...path), 'utf8'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-sweep-'));
  writeCorpus(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('sweeps over fields on training speakers alone', async () => {
  const args = ['--vary', 'training.learningRate=1e-3,1e-2', '--vary', 'model.filters=[2],[4]', '--inner-folds', '2'];
  const { code, stdout, stderr } = await ser(
    'select',
    '--config',
    'x.json',
    ...args,
    '--quiet',
    '--out',
    'select',
    '--threads=1',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Chosen on 3 training speakers; the test part of fold speaker anna was not used');
  const { ranking, speakers } = json('select', 'ranking.json') as {
    ranking: { name: string; uar: number }[];
    speakers: string[];
  };
  expect(speakers).toEqual(['ben', 'cleo', 'dan']);
  expect(ranking).toHaveLength(4);
  expect(ranking.map(({ uar }) => uar)).toEqual(ranking.map(({ uar }) => uar).sort((a, b) => b - a));
  const best = parseExperiment(json('select', 'experiment.json'));
  const { model, training } = best as { model: { filters?: readonly number[] }; training: { learningRate?: number } };
  expect(`training.learningRate=${training.learningRate} model.filters=${JSON.stringify(model.filters)}`).toBe(
    ranking[0]?.name,
  );
  expectRefusal(await ser('select', '--config', 'x.json', '--vary', 'seed=1,2'), /--vary cannot change seed/);
  expectRefusal(
    await ser('select', '--config', 'x.json', '--vary', 'model.units=1,2'),
    /model\.units is not a field\n.*filters/,
  );
  expectRefusal(await ser('select', '--config', 'x.json', '--vary', 'training.epochs'), /--vary must be of the form/);
});

it('goes on after Ctrl-C, to the same table', async () => {
  const stopped = [
    ...['select', '--config', 'x.json', '--inner-folds', '2', '--threads', '1', '--set=training.epochs=12'],
    ...['--vary', 'training.learningRate=1e-3,1e-2,3e-2', '--quiet', '--out', 'stopped'],
  ];
  const { child, outcome } = startSer(folder, stopped);
  const kept = (): string[] => (existsSync(at('stopped.checkpoint')) ? readdirSync(at('stopped.checkpoint')) : []);
  const poll = setInterval(() => {
    if (!kept().some((name) => name.includes('candidate+2'))) return;
    clearInterval(poll);
    child.kill('SIGINT');
  }, 10);
  const { code, stderr } = await outcome.finally(() => clearInterval(poll));
  expect(code).toBe(130);
  expect(stderr).toMatch(
    /^ser: training was stopped in candidate [23] of 3\n {5}Saved in stopped\.checkpoint\. Add --resume/,
  );
  expect(existsSync(at('stopped'))).toBe(false);

  expectRefusal(await ser(...stopped), /stopped\.checkpoint holds an interrupted run\n.*--resume/);
  expectRefusal(
    await ser(...stopped, '--resume', '--fold', '2'),
    /stopped\.checkpoint holds a run with another config: fold is .* there, 2 here/,
  );
  const resumed = await ser(...stopped.filter((arg) => arg !== '--quiet'), '--resume', '--json-lines');
  expect(resumed).toMatchObject({ code: 0, stderr: '' });
  const lines = resumed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const networks = lines.filter(({ task }) => task === 'own networks');
  expect(networks[0]).toMatchObject({ done: 2, total: 6, restored: 2, metrics: { candidate: 1 } });
  expect(networks.at(-1)).toMatchObject({ done: 6, total: 6, metrics: { candidate: 3 } });
  expect(existsSync(at('stopped.checkpoint'))).toBe(false);
  await ser(...stopped.map((arg) => (arg === 'stopped' ? 'whole' : arg)));
  for (const file of ['ranking.json', 'experiment.json']) {
    expect(readFileSync(at('stopped', file))).toEqual(readFileSync(at('whole', file)));
  }
});
