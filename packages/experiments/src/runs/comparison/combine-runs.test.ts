import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomRun } from '../random-run.fixture.js';
import { Run } from '../run.js';
import { combineRuns } from './combine-runs.js';

it('averages probabilities, which gives a better UAR than each run', () => {
  const runs = [1, 2, 3, 4, 5].map((seed) => randomRun(1, seed));
  const ensemble = combineRuns(runs);
  expect(ensemble.metrics.uar.value).toBeGreaterThan(Math.max(...runs.map(({ metrics }) => metrics.uar.value)));
  const [first] = ensemble.predictions;
  const mean = runs.reduce((sum, { predictions }) => sum + predictions[0]!.probabilities[1]!, 0) / 5;
  expect(first!.probabilities[1]).toBeCloseTo(mean, 12);
  expect(first!.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  expect(ensemble.config).toMatchObject({ candidates: 5, partial: false });
  expect(ensemble.config.members).toHaveLength(5);
});

it('returns a run that can be written and read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ser-combined-'));
  try {
    const past = {
      audioAugmentation: { copies: 2, steps: [{ kind: 'room', rt60: [0.2, 0.5] }], seed: 1 },
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

it('states no calibration error before scaling, since a mean of scaled probabilities has none', () => {
  const ensemble = combineRuns([randomRun(1, 1), randomRun(1, 2)]);
  expect(ensemble.metrics.ece.value).toBeGreaterThan(0);
  for (const figures of [ensemble.metrics, ...ensemble.metrics.folds]) {
    expect(figures.eceUncalibrated).toBeUndefined();
  }
});

it('adds up candidates if all members state theirs', () => {
  const unstated = randomRun(1, 2);
  const { candidates: _, ...config } = unstated.config;
  expect(combineRuns([randomRun(1, 1, { candidates: 3 }), unstated]).config.candidates).toBe(4);
  expect(combineRuns([randomRun(1, 1), { ...unstated, config }]).config.candidates).toBeUndefined();
  expect(combineRuns([{ ...unstated, config }, randomRun(1, 1)]).config.candidates).toBeUndefined();
});

it('combines a run with itself into itself', () => {
  const run = randomRun(1, 3);
  expect(combineRuns([run, run]).metrics.confusion).toEqual(run.metrics.confusion);
});

it('refuses runs that do not belong together', () => {
  const run = randomRun(1, 1);
  expect(() => combineRuns([run])).toThrow('runs must be two or more, got 1');
  expect(() => combineRuns([run, randomRun(1, 2, { speakerAdaptation: 'speaker' })])).toThrow(
    'runs of different speaker adaptation cannot be compared: none and speaker',
  );
  const refolded = { ...run, predictions: run.predictions.map((prediction) => ({ ...prediction, fold: 'other' })) };
  expect(() => combineRuns([run, refolded])).toThrow('u0 is in speaker s0 and in other');
});
