import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Run } from '@ser/experiments';
import { worstMistakes } from '@ser/report';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-report-'));
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const report = (...args: string[]): Promise<Outcome> => ser('report', '--quiet', ...args);
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const players = (page: string): string[] => [...page.matchAll(/aria-label="Recording ([^"]*)"/g)].map(([, id]) => id!);

beforeAll(async () => {
  const args = ['--model', 'baseline', '--protocol', 'loso', '--epochs', '1', '--folds', '2', '--seeds', '1,2'];
  const { code } = await ser('evaluate', ...args, '--threads', '1', '--quiet', '--out', 'both');
  expect(code).toBe(0);
  cpSync(at('both/seed-1'), at('a'), { recursive: true });
  // A run on a corpus that nobody has here.
  cpSync(at('a'), at('elsewhere'), { recursive: true });
  for (const file of ['config.json', 'metrics.json'])
    writeFileSync(at(`elsewhere/${file}`), read(`a/${file}`).replace('"corpus": "synthetic"', '"corpus": "emodb"'));
  writeFileSync(at('elsewhere/experiment.json'), read('a/experiment.json').replace('"synthetic"', '"emodb"'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('plays and draws the most confident mistakes of a run, and maps its embeddings', async () => {
  const { code, stdout, stderr } = await report('a', '--mistakes', '3');
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Written to report.html\n', stderr: '' });
  const page = read('report.html');
  const run = await Run.read(at('a'));
  expect(players(page)).toEqual(worstMistakes(run, 3).map(({ id }) => id));
  expect(page.match(/font-size="15"[^>]*>Waveform</g)).toHaveLength(3);
  expect(page.match(/Test part of [^<]*: \d+ clips by emotion/g)).toHaveLength(2);
  expect(page).toContain('is synthetic: its figures say nothing about real speech');
  // The report of the run itself holds no recordings: run folders are passed on.
  expect(players(read('a/report.html'))).toEqual([]);
});

it('leaves recordings out on request, and where they cannot be read', async () => {
  await report('a', '--no-audio', '--out', 'silent.html');
  expect(read('silent.html')).not.toContain('Waveform');
  const { code, stderr } = await ser('report', 'elsewhere', '--out', 'elsewhere.html');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Note: no recordings of emodb: no such folder: .*data\/emodb\n$/);
  expect(players(read('elsewhere.html'))).toEqual([]);
  expect(read('elsewhere.html')).toContain('License: ');
});

it('shows two runs side by side and compares them; a folder of seeds stands for its runs', async () => {
  const { code } = await report('both', '--mistakes', '0', '--out', 'both.html');
  expect(code).toBe(0);
  const page = read('both.html');
  for (const part of ['<div class="pair">', '<h2>Comparisons</h2>', 'baseline, seed 2 \u2212 baseline, seed 1'])
    expect(page).toContain(part);
  await report('a', 'elsewhere', '--no-audio', '--out', 'apart.html');
  expect(read('apart.html')).toMatch(/is not compared with [^<]*: [^<]*\bcorpora\b/);
});

it('writes every plot as SVG and PNG, those of several runs into a folder for each', async () => {
  const { stdout } = await report('a', '--no-audio', '--plots', 'plots');
  expect(stdout).toMatch(/\n(\d+) plots written to plots\n$/);
  const files = readdirSync(at('plots'));
  for (const name of ['confusion-matrix', 'recall', 'speakers', 'training-curves', 'reliability', 'risk-coverage'])
    for (const ending of ['svg', 'png']) expect(files).toContain(`${name}.${ending}`);
  expect(files.filter((name) => /^embeddings-.*\.svg$/.test(name))).toHaveLength(2);
  await report('both', '--no-audio', '--plots', 'several');
  expect(readdirSync(at('several'))).toEqual(['baseline-seed-1', 'baseline-seed-2']);
});

it('draws robustness that was measured into the run folder, and says of what', async () => {
  const about = {
    model: 'mine',
    corpus: 'synthetic',
    speakers: ['a', 'b'],
    seen: ['a'],
    rows: [{ condition: 'white', value: 10, uar: 0.4 }],
  };
  mkdirSync(at('a/robustness'));
  const file = at('a/robustness/robustness.json');
  writeFileSync(file, JSON.stringify(about));
  await report('a', '--no-audio', '--out', 'robust.html');
  expect(read('robust.html')).toContain('<h2>Robustness</h2>');
  expect(read('robust.html')).toContain(
    'The robustness curves are those of the model mine, which was trained on 1 of the 2 speakers: they are too high.',
  );
  writeFileSync(file, JSON.stringify({ ...about, corpus: 'emodb' }));
  expectRefusal(await report('a'), /robustness\.json is about emodb, and the run about synthetic/);
  writeFileSync(file, '{}');
  expectRefusal(await report('a'), /robustness\.json is damaged/);
  rmSync(at('a/robustness'), { recursive: true });
});

it('refuses what is no run, other endings, and one folder for several corpora', async () => {
  expectRefusal(await report('nothing'), /nothing\/config\.json is missing/);
  expectRefusal(await report('a', '--out', 'a.pdf'), /--out must be a file that ends with \.html, got "a\.pdf"/);
  expectRefusal(await report('a', 'elsewhere', '--data', 'x'), /--data x is the folder of one corpus/);
  expect(existsSync(at('a.pdf'))).toBe(false);
});
