import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Corpus, extractFeatures, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remeasure } from '../node.js';
import { flatMetrics } from '../runs/metrics-file.js';
import { Run } from '../runs/run.js';
import { type ByProtocol, crossValidate } from './by-protocol.fixture.js';
import { fourDeviations, shuffleLabels } from './shuffle-labels.fixture.js';

const frontEnd: FrontEndConfig = {
  sampleRate: 16000,
  level: { kind: 'rms', targetDb: -26 },
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
};

let corpus: Corpus;
let features: Map<string, FeatureMatrix>;
let folder: string;

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 6, utterancesPerEmotion: 5 });
  features = await extractFeatures(corpus, frontEnd);
  folder = await mkdtemp(join(tmpdir(), 'ser-training-'));
});

afterAll(() => rm(folder, { recursive: true }));

const options = (rest: Partial<ByProtocol> = {}): ByProtocol => ({
  corpus,
  protocol: 'speaker-3',
  model: { kind: 'cnn', filters: [16, 16], denseUnits: 16 },
  frontEnd,
  training: {
    epochs: 12,
    batchSize: 16,
    learningRate: 3e-3,
    window: { frames: 40, hopFrames: 20, padding: 'wrap' },
    averaging: { kind: 'ema' },
    heldOutSpeakers: 1,
  },
  seed: 1,
  features,
  ...rest,
});

describe('crossValidate', () => {
  let result: Run;
  const tasks: string[] = [];

  beforeAll(async () => {
    result = await crossValidate({
      ...options(),
      onProgress: ({ task, done, total }) => tasks.push(`${task} ${done}/${total}`),
    });
  });

  it('predicts each utterance once, with a network that was not trained on its speaker', () => {
    expect(result.predictions.map(({ id }) => id).sort()).toEqual(corpus.utterances.map(({ id }) => id).sort());
    for (const fold of result.folds) {
      expect(fold.heldOutSpeakers).toHaveLength(1);
      const tested = new Set(result.predictions.filter((p) => p.fold === fold.name).map(({ speaker }) => speaker));
      expect(tested.has(fold.heldOutSpeakers[0]!)).toBe(false);
      expect(fold.train + fold.heldOut + fold.test).toBe(120);
    }
    for (const { probabilities } of result.predictions) {
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    }
  });

  it('recognizes unseen voices far better than chance', () => {
    expect(result.metrics.uar.value).toBeGreaterThan(0.5);
    expect(result.metrics.folds).toHaveLength(3);
    expect(result.histories.map(({ epochs }) => epochs.length)).toEqual([12, 12, 12]);
  });

  it('states corpus, protocol and seed', () => {
    expect(result.config).toMatchObject({
      corpus: 'synthetic',
      benchmark: false,
      protocol: 'speaker-3',
      speakerIndependent: true,
      seed: 1,
      labels: corpus.emotions,
      folds: 3,
      foldsOfProtocol: 3,
      partial: false,
      speakerAdaptation: 'none',
    });
    expect(result.config.candidates).toBeUndefined();
  });

  it('measures calibration before and after temperature scaling', () => {
    const { ece, eceUncalibrated, folds } = result.metrics;
    expect(eceUncalibrated).toBeGreaterThan(0);
    expect(eceUncalibrated).not.toBeCloseTo(ece.value, 6);
    for (const fold of folds) expect(fold.eceUncalibrated).not.toBeCloseTo(fold.ece, 9);
  });

  it('calibrates on held-out training speakers', () => {
    for (const { temperature } of result.folds) expect(temperature).not.toBe(1);
  });

  it('counts epochs of all folds as one task', () => {
    expect([...new Set(tasks)].filter((task) => !task.endsWith(' 0/36'))).toHaveLength(36);
    expect(tasks.at(-1)).toBe('synthetic cnn 36/36');
  });

  it('gives the same numbers, bit for bit, with any number of workers', async () => {
    const parallel = await crossValidate(options({ threads: 2 }));
    expect(parallel.predictions).toEqual(result.predictions);
    expect(parallel.folds).toEqual(result.folds);
    expect(parallel.histories.map(({ epochs }) => epochs)).toEqual(result.histories.map(({ epochs }) => epochs));
  });

  it('is written to files and read back', async () => {
    const run = join(folder, 'run');
    await result.write(run);
    await result.write(run);
    const files = ['config.json', 'embeddings.json', 'histories.json', 'metrics.json', 'predictions.csv'];
    expect((await readdir(run)).sort()).toEqual(files);
    const metrics = JSON.parse(await readFile(join(run, 'metrics.json'), 'utf8'));
    expect(metrics).toMatchObject({
      corpus: 'synthetic',
      protocol: 'speaker-3',
      model: 'cnn',
      uar: result.metrics.uar.value,
    });
    for (const name of ['ci95', 'ci95War', 'ci95MacroF1', 'ci95Ece']) expect(metrics[name]).toHaveLength(2);
    expect(await Run.read(run)).toEqual(result);
  });

  it('keeps a map of the embeddings of each test part, as a file that may be missing but not belong to another run', async () => {
    expect(result.maps!.map(({ points }) => points.length)).toEqual(result.folds.map(({ test }) => test));
    const run = join(folder, 'mapped');
    await result.write(run);
    const path = join(run, 'embeddings.json');
    const [first, ...others] = JSON.parse(await readFile(path, 'utf8'));
    for (const wrong of [
      others,
      [{ ...first, points: first.points.slice(1) }, ...others],
      [{ ...first, name: 'x' }, ...others],
      {},
    ]) {
      await writeFile(path, JSON.stringify(wrong));
      await expect(Run.read(run)).rejects.toThrow('embeddings.json does not have a point for each test utterance');
    }
    await new Run({ ...result, maps: undefined }).write(run);
    expect((await Run.read(run)).maps).toBeUndefined();
  });

  it('is not read if figures and predictions disagree', async () => {
    const run = join(folder, 'forged');
    await result.write(run);
    const path = join(run, 'metrics.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"uar": [\d.]+/, '"uar": 0.999'));
    await expect(Run.read(run)).rejects.toThrow('uar: stored 0.999, measured');
    expect((await remeasure(run)).differences).toHaveLength(1);
    const { ci95War, ...older } = {
      ...flatMetrics(result.metrics),
      ...{ corpus: 'synthetic', protocol: 'speaker-3', model: 'cnn' },
    };
    await writeFile(path, JSON.stringify(older));
    expect(await Run.read(run)).toEqual(result);
    await writeFile(path, JSON.stringify({ ...older, ci95War: ci95War!.map((end) => end - 0.01) }));
    expect((await remeasure(run)).differences).toEqual([
      expect.stringContaining('ci95War.0: stored'),
      expect.stringContaining('ci95War.1: stored'),
    ]);
    await rm(path);
    await expect(Run.read(run)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await writeFile(path, '{');
    await expect(Run.read(run)).rejects.toThrow('metrics.json is damaged');
  });

  it('reports a folder that cannot be written to', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(result.write(file)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
  });
});

it('marks a quick look as partial', async () => {
  const { config, histories } = await crossValidate(options({ folds: 1, epochs: 2, candidates: 3 }));
  expect(config).toMatchObject({ partial: true, folds: 1, foldsOfProtocol: 3, candidates: 3 });
  expect(config.training.epochs).toBe(2);
  expect(histories.map(({ epochs }) => epochs.length)).toEqual([2]);
});

it('stays at chance when the labels of the training speakers are shuffled', async () => {
  const { metrics } = await crossValidate(options({ corpus: shuffleLabels(corpus) }));
  expect(Math.abs(metrics.uar.value - 1 / 4)).toBeLessThan(fourDeviations(4, 120));
});

describe('speaker adaptation', () => {
  const quick = { folds: 1, epochs: 4 };
  /** The features as if each speaker had another microphone. */
  const offset = (): Map<string, FeatureMatrix> =>
    new Map(
      corpus.utterances.map(({ id, speaker }) => {
        const { data, frames, coeffs } = features.get(id)!;
        const shift = [...speaker].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 13;
        return [id, { data: data.map((x, i) => 1.5 * x + shift * (1 + (i % coeffs))), frames, coeffs }];
      }),
    );

  it('removes the effect of a microphone with the statistics of many clips of the speaker', async () => {
    const [near, far] = await Promise.all(
      [features, offset()].map((used) =>
        crossValidate(options({ ...quick, speakerAdaptation: 'speaker', features: used })),
      ),
    );
    expect(near!.config.speakerAdaptation).toBe('speaker');
    for (const [i, { probabilities }] of near!.predictions.entries()) {
      for (const [c, p] of probabilities.entries()) {
        expect(Math.abs(p - far!.predictions[i]!.probabilities[c]!)).toBeLessThan(0.02);
      }
    }
  });

  it('enrolls from neutral clips that are not evaluated', async () => {
    const run = await crossValidate(
      options({ ...quick, speakerAdaptation: 'enrolled', enrollmentClips: 2, threads: 2 }),
    );
    expect(run.config).toMatchObject({ speakerAdaptation: 'enrolled', enrollmentClips: 2 });
    // Two test speakers with 20 clips each, 5 of them neutral.
    expect(run.predictions).toHaveLength(36);
    expect(run.metrics.perClass.find(({ label }) => label === 'neutral')!.support).toBe(6);
    expect(run.metrics.perSpeaker.map(({ utterances }) => utterances)).toEqual([18, 18]);
    expect(run.folds[0]!.train + run.folds[0]!.heldOut).toBe(80);
  });

  it('refuses enrollment without enough clips, and folds that share speakers', async () => {
    const refused = (rest: Partial<ByProtocol>) => expect(crossValidate(options({ ...quick, ...rest })));
    await refused({ speakerAdaptation: 'enrolled', enrollmentClips: 5 }).rejects.toThrow(
      'small enough to leave neutral clips',
    );
    await refused({ speakerAdaptation: 'enrolled', enrollmentClips: 6 }).rejects.toThrow(
      'has 5 neutral clips, enrollment needs 6',
    );
    await refused({ speakerAdaptation: 'enrolled', enrollmentClips: 0 }).rejects.toThrow(
      'enrollmentClips must be a positive',
    );
    await refused({ speakerAdaptation: 'speaker', protocol: 'random-3' }).rejects.toThrow(
      'needs folds that share no speakers',
    );
    await refused({ speakerAdaptation: 'plain' as 'none' }).rejects.toThrow(
      'speakerAdaptation must be none, speaker, enrolled, got "plain"',
    );
    const emotions = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2, emotions: ['angry', 'sad'] });
    await refused({ corpus: emotions, protocol: 'loso', speakerAdaptation: 'enrolled' }).rejects.toThrow(
      'it has no neutral clips',
    );
  });
});

it('stops when aborted, with and without workers', async () => {
  for (const threads of [1, 2]) {
    const controller = new AbortController();
    const run = crossValidate({
      ...options({ threads, epochs: 200, signal: controller.signal }),
      onProgress: ({ done }) => done === 2 && controller.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
  }
});

it('rejects with the error of a worker', async () => {
  const run = crossValidate(options({ threads: 2, model: { kind: 'cnn', filters: [] } }));
  await expect(run).rejects.toMatchObject({ name: 'SerError', code: 'INVALID_ARGUMENT' });
});

it('refuses options out of range', async () => {
  await expect(crossValidate(options({ folds: 0 }))).rejects.toThrow('folds must be a positive integer, got 0');
  await expect(crossValidate(options({ folds: ['group 9'] }))).rejects.toThrow('folds must be names of folds: ');
  await expect(crossValidate(options({ threads: 0 }))).rejects.toThrow('threads must be a positive integer, got 0');
  await expect(crossValidate(options({ candidates: 0 }))).rejects.toThrow(
    'candidates must be a positive integer, got 0',
  );
  await expect(crossValidate(options({ protocol: 'none' }))).rejects.toThrow('protocol must be');
});

it('refuses near-identical recordings on both sides of a fold, found by the features at hand', async () => {
  const [first] = corpus.utterances;
  const other = corpus.utterances.find(
    ({ speaker, emotion }) => speaker !== first!.speaker && emotion === first!.emotion,
  );
  const copies = new Map(features).set(other!.id, features.get(first!.id)!);
  await expect(crossValidate(options({ protocol: 'loso', features: copies }))).rejects.toMatchObject({
    code: 'INVALID_CORPUS',
    message: expect.stringContaining(other!.id),
  });
});
