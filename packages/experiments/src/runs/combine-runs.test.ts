import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { combineRuns } from './combine-runs.js';
import { randomRun } from './random-run.fixture.js';
import { Run } from './run.js';

it('averages probabilities, which are then better than those of one', () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => randomRun(1, seed));
  const ensemble = combineRuns(runs);
  expect(ensemble.metrics.uar).toBeGreaterThan(Math.max(...runs.map(({ metrics }) => metrics.uar)));
  const [first] = ensemble.predictions;
  const mean = runs.reduce((sum, { predictions }) => sum + predictions[0]!.probabilities[1]!, 0) / 5;
  expect(first!.probabilities[1]).toBeCloseTo(mean, 12);
  expect(first!.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  expect(ensemble.config).toMatchObject({ candidates: 5, partial: false });
  expect(ensemble.config.members).toHaveLength(5);
});

it('is a run like others: written, read, compared', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ser-combined-'));
  try {
    const past = {
      augmentation: { copies: 2, steps: [{ kind: 'room', rt60: [0.2, 0.5] }], seed: 1 },
      initial: { name: 'ravdess+tess-cnn', corpora: ['ravdess', 'tess'] },
    } as const;
    const ensemble = combineRuns([randomRun(1, 1, past), randomRun(1, 2)]);
    await new Run(ensemble).write(folder);
    const read = await Run.read(folder);
    expect(read).toEqual(ensemble);
    expect(read.config.members![0]).toMatchObject(past);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('says nothing of calibration before scaling, which a mean of scaled probabilities never had', () => {
  const ensemble = combineRuns([randomRun(1, 1), randomRun(1, 2)]);
  expect(ensemble.metrics.ece).toBeGreaterThan(0);
  for (const figures of [ensemble.metrics, ...ensemble.metrics.folds]) {
    expect(figures).not.toHaveProperty('eceUncalibrated');
  }
});

it('adds up candidates where all members say theirs', () => {
  const unsaid = randomRun(1, 2);
  const { candidates: _, ...config } = unsaid.config;
  expect(combineRuns([randomRun(1, 1, { candidates: 3 }), unsaid]).config.candidates).toBe(4);
  expect(combineRuns([randomRun(1, 1), { ...unsaid, config }]).config).not.toHaveProperty('candidates');
  expect(combineRuns([{ ...unsaid, config }, randomRun(1, 1)]).config).not.toHaveProperty('candidates');
});

it('combines a run with itself into itself', () => {
  const run = randomRun(1, 3);
  expect(combineRuns([run, run]).metrics.confusion).toEqual(run.metrics.confusion);
});

it('refuses runs that do not belong together', () => {
  const run = randomRun(1, 1);
  expect(() => combineRuns([run])).toThrow('runs must be two or more, got 1');
  expect(() => combineRuns([run, randomRun(1, 2, { normalization: 'speaker' })])).toThrow('different normalization');
  const refolded = { ...run, predictions: run.predictions.map((prediction) => ({ ...prediction, fold: 'other' })) };
  expect(() => combineRuns([run, refolded])).toThrow('u0 is in speaker s0 and in other');
});
