import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';
import { writeCorpus } from './corpus.fixture.js';

// Augmented versions follow from the seed, as folds and weights do.
const EVALUATE = [
  ...['evaluate', '--config', 'x.json', '--threads', '1', '--quiet', '--protocol', 'speaker-2'],
  '--set=audioAugmentation={"copies":1,"steps":[{"kind":"noise","color":"white","snrDb":[5,20]}]}',
];

let folder: string;
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-seeds-'));
  writeCorpus(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('judges with several seeds as with each alone, and tells how figures vary', async () => {
  const { code, stdout, stderr } = await ser(...EVALUATE, '--seeds', '4,7');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const out = 'results/own-speaker-2-cnn-seeds';
  expect(stdout).toMatch(/on own, protocol speaker-2, 2 seeds: mean ± standard deviation\n +UAR +\d+\.\d ± \d+\.\d %/);
  expect(readdirSync(join(folder, out)).sort()).toEqual(['report.html', 'seed-4', 'seed-7', 'seeds.json']);
  expect(text(out, 'report.html')).toContain('Mean ± standard deviation over 2 seeds: UAR');
  expect(text(out, 'report.html')).toContain('seed 7');

  const alone = await ser(...EVALUATE, '--seed', '7', '--out', 'alone');
  expect(alone.code).toBe(0);
  expect(text(out, 'seed-7/predictions.csv')).toBe(text('alone/predictions.csv'));
  expect(text(out, 'seed-7/experiment.json')).toBe(text('alone/experiment.json'));

  const uar = (seed: number): number => JSON.parse(text(out, `seed-${seed}/metrics.json`)).uar;
  const seeds = JSON.parse(text(out, 'seeds.json'));
  expect(seeds).toMatchObject({ corpus: 'own', protocol: 'speaker-2', model: 'cnn', partial: false, seeds: [4, 7] });
  expect(seeds.uar.mean).toBeCloseTo((uar(4) + uar(7)) / 2, 12);
});

it('refuses seeds that make no sense', async () => {
  expectRefusal(
    await ser('evaluate', '--seeds', '1,2', '--seed', '3'),
    /'--seeds <n,n>' cannot be used with option '--seed <n>'/,
  );
  expectRefusal(await ser('evaluate', '--seeds', '1,1'), /--seeds must be different numbers, e\.g\. 0,1,2, got "1,1"/);
  expectRefusal(await ser('evaluate', '--seeds', '1,'), /--seeds must be a whole number from 0/);
});
