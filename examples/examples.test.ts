import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '@ser/audio/node';
import { syntheticCorpus } from '@ser/datasets';
import { Run } from '@ser/experiments';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

/** Runs an example as `npx tsx name.ts …` does. */
const run = <T>(load: () => Promise<T>, ...args: string[]): Promise<T> => {
  process.argv = ['node', 'example.ts', ...args];
  return load();
};

it('extract-mfcc.ts prints frames of 13 MFCCs', async () => {
  const { coefficients, velocity, acceleration } = await run(() => import('./extract-mfcc.js'));
  expect(coefficients.coeffs).toBe(13);
  expect(coefficients.frames).toBeGreaterThan(100);
  expect(velocity.data).toHaveLength(coefficients.data.length);
  expect(acceleration.data).toHaveLength(coefficients.data.length);
  expect(coefficients.data.every(Number.isFinite)).toBe(true);
  expect(printed[0]).toMatch(/s → \d+ frames of 13 MFCCs/);
});

it('train-lstm.ts saves a model with which predict-a-file.ts predicts a file', async () => {
  const model = join(folder, 'lstm');
  const { losses, loaded } = await run(() => import('./train-lstm.js'), model);
  expect(losses.at(-1)!).toBeLessThan(losses[0]!);
  expect(loaded.labels).toEqual(['angry', 'neutral', 'sad']);

  const clip = join(folder, 'clip.wav');
  const corpus = syntheticCorpus();
  await writeWav(clip, await corpus.read(corpus.utterances[0]!));
  const { prediction } = await run(() => import('./predict-a-file.js'), model, clip);
  expect(loaded.labels).toContain(prediction.label);
  expect(prediction.probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
});

it('evaluate-honestly.ts evaluates on unseen speakers, and warns of shared speakers', async () => {
  const { honest, flattering } = await run(() => import('./evaluate-honestly.js'));
  expect(honest.predictions).toHaveLength(180);
  expect(honest.metrics.uar.value).toBeGreaterThan(0.5);
  expect(honest.config.speakerIndependent).toBe(true);
  expect(flattering.config.speakerIndependent).toBe(false);
  expect(printed.join('\n')).toMatch(/speaker/i);
});

/** The lines that an example promises in comments behind `console.log`. */
const promised = (name: string): string[] =>
  [...readFileSync(new URL(name, import.meta.url), 'utf8').matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map(
    ([, line]) => line!,
  );

it('study-in-a-script.ts evaluates, writes the run, and prints what its comments say', async () => {
  const out = join(folder, 'study');
  const { run: evaluated } = await run(() => import('./study-in-a-script.js'), out);
  expect(printed.slice(0, 2)).toEqual(promised('study-in-a-script.ts'));
  expect((await Run.read(out)).metrics.uar).toEqual(evaluated.metrics.uar);
});

it('custom-model.ts evaluates its own network and features and compares them', async () => {
  const { own, comparison } = await run(() => import('./custom-model.js'));
  expect(printed.slice(0, 2)).toEqual(promised('custom-model.ts'));
  expect(comparison.uar.b).toBeCloseTo(own.metrics.uar.value, 12);
});
