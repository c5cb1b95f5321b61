import type { ProgressEvent } from '@ser/core';
import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';

import { beforeAll, describe, expect, it } from 'vitest';
import { crossValidate, crossValidateSeeds } from './by-protocol.fixture.js';
import type { SeededRuns } from './evaluate-seeds.js';

const frontEnd: FrontEndConfig = {
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
};
const SEEDS = [3, 1];

let corpus: Corpus;
let features: Map<string, FeatureMatrix>;

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3 });
  features = await extractFeatures(corpus, frontEnd);
});

const shared = () => ({
  corpus,
  // Its folds follow from the seed.
  protocol: 'random-2',
  model: { kind: 'cnn', filters: [4], denseUnits: 4 } as const,
  frontEnd,
  training: {
    epochs: 2,
    batchSize: 16,
    learningRate: 3e-3,
    window: { frames: 40, hopFrames: 20, padding: 'wrap' },
  } as const,
  features,
});
const run = (rest: Partial<Parameters<typeof crossValidateSeeds>[0]> = {}): Promise<SeededRuns> =>
  crossValidateSeeds({ ...shared(), seeds: SEEDS, ...rest });

/** Augmented versions whose coefficients are larger by `step`. */
const versionsOf = (step: number) => ({
  augmentation: { copies: 1, steps: [{ kind: 'gain', db: [step, step] }], seed: step } as const,
  features: new Map(
    [...features].map(([id, matrix]) => [id, [{ ...matrix, data: matrix.data.map((value) => value + step) }]]),
  ),
});

describe('crossValidateSeeds', () => {
  it('gives each seed its own run, with any number of workers', async () => {
    const { runs } = await run();
    for (const [i, seed] of SEEDS.entries())
      expect(runs[i]).toEqual(await timeless(crossValidate({ ...shared(), seed }), runs[i]!));
    expect(runs[0]!.predictions).not.toEqual(runs[1]!.predictions);
    const parallel = await run({ threads: 3 });
    expect(parallel.runs.map(({ predictions }) => predictions)).toEqual(runs.map(({ predictions }) => predictions));
    expect(parallel.summary).toEqual((await run()).summary);
  });

  it('gives mean and standard deviation of the figures over seeds', async () => {
    const { runs, summary } = await run();
    const [a, b] = runs.map(({ metrics }) => metrics.uar.value) as [number, number];
    expect(summary.seeds).toEqual(SEEDS);
    expect(summary.uar.mean).toBeCloseTo((a + b) / 2, 12);
    expect(summary.uar.sd).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 12);
    for (const figure of ['war', 'macroF1', 'ece'] as const) {
      const values = runs.map(({ metrics }) => metrics[figure].value);
      expect(summary[figure].mean).toBeCloseTo((values[0]! + values[1]!) / 2, 12);
    }
    expect(summary.ci95[0]).toBeLessThanOrEqual(summary.uar.mean);
    expect(summary.ci95[1]).toBeGreaterThanOrEqual(summary.uar.mean);
  });

  it('trains on the augmented versions of each seed', async () => {
    const own = await run({ variants: [versionsOf(1), versionsOf(2)] });
    expect(own.runs.map(({ config }) => config.audioAugmentation?.seed)).toEqual([1, 2]);
    const alone = await crossValidate({ ...shared(), seed: SEEDS[1]!, variants: versionsOf(2) });
    expect(own.runs[1]!.predictions).toEqual(alone.predictions);
    const same = await run({ variants: versionsOf(2) });
    expect(same.runs[1]!.predictions).toEqual(alone.predictions);
    expect(same.runs[0]!.predictions).not.toEqual(own.runs[0]!.predictions);
  });

  it('reports seed and fold of each epoch, and all epochs as one task', async () => {
    const events: ProgressEvent[] = [];
    await run({ onProgress: (event) => events.push(event) });
    expect(events.at(-1)).toMatchObject({ done: 8, total: 8, metrics: { seed: 1, fold: 2 } });
  });

  it('refuses an empty list and equal seeds', async () => {
    for (const seeds of [[], [1, 1]]) {
      await expect(run({ seeds })).rejects.toThrow('seeds must be a list of distinct integers');
    }
  });
});

/** Returns a run with the times of another one. */
async function timeless<T extends { histories: readonly object[] }>(run: Promise<T>, other: T): Promise<T> {
  const { histories, ...rest } = await run;
  expect(histories).toHaveLength(other.histories.length);
  return { ...rest, histories: other.histories } as T;
}
