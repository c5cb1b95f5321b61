import { SerError } from '@ser/core';
import { type Corpus, syntheticCorpus } from '@ser/datasets';
import type { FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ExperimentPoint, expandExperiment } from '../experiment/expand-experiment.js';
import type { Experiment, ExperimentDescription } from '../experiment/experiment.js';
import { openStudy } from './open-study.js';

const calls = vi.hoisted(() => ({ splitCorpus: 0, auditSplit: 0, findNearDuplicates: 0, extractFeatures: 0 }));

vi.mock('@ser/datasets', async (original) => {
  const datasets = await original<typeof import('@ser/datasets')>();
  const counted = Object.keys(calls).map((name) => [
    name,
    (...args: unknown[]) => {
      calls[name as keyof typeof calls]++;
      return (datasets[name as keyof typeof datasets] as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return { ...datasets, ...Object.fromEntries(counted) };
});

const frontEnd: FrontEndConfig = {
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
};
const description = {
  ...{ corpus: 'synthetic', protocol: 'speaker-2', frontEnd, seed: 1 },
  model: { kind: 'cnn', filters: [8], denseUnits: 8 },
  training: { epochs: 2, batchSize: 16, window: { frames: 32, hopFrames: 16, padding: 'wrap' } },
} as const satisfies ExperimentDescription;

let corpus: Corpus;
/** Number of times that each clip was read. */
const read = new Map<string, number>();

beforeAll(async () => {
  await startBackend();
  const synthetic = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  corpus = {
    ...synthetic,
    read(utterance) {
      read.set(utterance.id, (read.get(utterance.id) ?? 0) + 1);
      return synthetic.read(utterance);
    },
  };
});

beforeEach(() => {
  read.clear();
  for (const name of Object.keys(calls)) calls[name as keyof typeof calls] = 0;
});

describe('a study', () => {
  it('makes split, audit, near-duplicates and features once', async () => {
    const study = await openStudy(description, { corpus });
    expect(calls).toEqual({ splitCorpus: 0, auditSplit: 0, findNearDuplicates: 0, extractFeatures: 0 });
    const [split, audit] = await Promise.all([study.split, study.audit]);
    const run = await study.evaluate();
    await study.evaluate();
    const { model } = await study.train({ epochs: 1 });
    model.dispose();
    // The split carries its audit; nothing audits it again.
    expect(calls).toEqual({ splitCorpus: 1, auditSplit: 0, findNearDuplicates: 1, extractFeatures: 1 });
    expect([...read.values()]).toEqual(corpus.utterances.map(() => 1));
    expect(audit).toBe(split.audit);
    expect(run.config).toMatchObject({ protocol: 'speaker-2', corpus: 'synthetic', folds: 2 });
    expect(run.predictions).toHaveLength(corpus.utterances.length);
  });

  it('gives each seed the run that it has on its own', async () => {
    const study = await openStudy({ ...description, protocol: 'random-2' }, { corpus });
    const { runs, summary } = await study.evaluate({ seeds: [1, 2] });
    expect(calls.splitCorpus).toBe(2);
    expect(calls.extractFeatures).toBe(1);
    const alone = await (await openStudy({ ...description, protocol: 'random-2', seed: 2 }, { corpus })).evaluate();
    expect(runs[1]!.predictions).toEqual(alone.predictions);
    expect(summary.seeds).toEqual([1, 2]);
    await expect(study.evaluate({ seeds: [0.5] })).rejects.toThrow('seeds must be a list of distinct integers');
  });

  it('extracts once for candidates that share a front end', async () => {
    const study = await openStudy(description, { corpus });
    const candidates: ExperimentPoint[] = expandExperiment(study.experiment, {
      'training.learningRate': [1e-3, 1e-2],
      'frontEnd.features.0.nMfcc': [8, 13],
    });
    const { ranking } = await study.select(candidates, { innerFolds: 2 });
    expect(ranking.map(({ candidate }) => candidate.name).sort()).toEqual(candidates.map(({ name }) => name).sort());
    expect(calls.extractFeatures).toBe(2);
    const nested = await study.select(candidates.slice(0, 2), { nested: true, innerFolds: 2 });
    expect(nested.config.selection).toHaveLength(2);
    expect(calls.extractFeatures).toBe(2);
    await expect(study.select(candidates, { fold: 3 })).rejects.toThrow('fold must be a number from 1 to 2, got 3');
  });

  it('refuses a protocol that does not fit before it reads a clip', async () => {
    const study = await openStudy({ ...description, protocol: 'emobox-6' }, { corpus });
    await expect(study.evaluate()).rejects.toThrow('protocol emobox-6 does not fit synthetic');
    expect(read.size).toBe(0);
  });

  it('measures robustness with the seed of the experiment', async () => {
    const study = await openStudy(description, { corpus });
    const { model } = await study.train({ epochs: 1 });
    const rows = await study.robustness(model, { conditions: { white: [10] } });
    expect(rows.map(({ condition, value }) => [condition, value])).toEqual([
      ['clean', 0],
      ['white', 10],
    ]);
    model.dispose();
  });

  it('takes a network and features of your own', async () => {
    const features = await (await openStudy(description, { corpus })).features;
    const loud = new Map([...features].map(([id, matrix]) => [id, { ...matrix, data: matrix.data.map((x) => 2 * x) }]));
    function pooledDense({
      frames,
      coeffs,
      classes,
      seed,
    }: {
      frames: number;
      coeffs: number;
      classes: number;
      seed: number;
    }) {
      const input = tf.input({ shape: [frames, coeffs] });
      const pooled = tf.layers.globalAveragePooling1d({}).apply(input) as tf.SymbolicTensor;
      const kernelInitializer = tf.initializers.glorotUniform({ seed });
      const output = tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer }).apply(pooled);
      return tf.model({ inputs: input, outputs: output as tf.SymbolicTensor });
    }
    const study = await openStudy(description, { corpus, features: loud, network: pooledDense, threads: 2 });
    const run = await study.evaluate();
    expect(calls.extractFeatures).toBe(1);
    expect(run.config.model).toEqual({ kind: 'custom', name: 'pooledDense' });
    expect(run.predictions).toHaveLength(corpus.utterances.length);
    const { model } = await study.train({ epochs: 1 });
    expect(model.card.name).toBe('synthetic-pooledDense');
    model.dispose();
    const narrow = await openStudy(description, {
      corpus,
      network: (input) => pooledDense({ ...input, classes: input.classes - 1 }),
    });
    await expect(narrow.evaluate()).rejects.toThrow('network must be a model from [batch, 32, 13] to [batch, 4]');
  });

  it('leaves out a recording that cannot be used and says so, or refuses it if strict', async () => {
    const [bad] = corpus.utterances;
    const broken: Corpus = {
      ...corpus,
      async read(utterance) {
        if (utterance.id === bad!.id) throw new SerError('INVALID_AUDIO', 'the file is damaged');
        return corpus.read(utterance);
      },
    };
    const study = await openStudy(description, { corpus: broken });
    const run = await study.evaluate();
    expect(study.skipped).toEqual([{ id: bad!.id, reason: expect.stringContaining('the file is damaged') }]);
    expect(study.corpus.utterances).toHaveLength(corpus.utterances.length - 1);
    expect(run.predictions.map(({ id }) => id)).not.toContain(bad!.id);
    expect(run.predictions).toHaveLength(corpus.utterances.length - 1);
    const strict = await openStudy(description, { corpus: broken, strict: true });
    await expect(strict.evaluate()).rejects.toThrow('the file is damaged');
    const ids = corpus.utterances.map(({ id }) => id);
    const { model } = await study.train({ ids, epochs: 1 });
    model.dispose();
    await expect(study.train({ ids: [...ids, 'none'] })).rejects.toThrow('has no utterance none');
  });

  it('refuses a corpus of one emotion before it reads a recording', async () => {
    const [first] = corpus.emotions;
    const same = corpus.utterances.filter(({ emotion }) => emotion === first);
    const study = await openStudy(description, { corpus: { ...corpus, emotions: [first!], utterances: same } });
    expect(() => study.checkCorpus()).toThrow(
      `all utterances have the emotion ${first}: recognition needs two or more`,
    );
    await expect(study.train()).rejects.toThrow('recognition needs two or more');
  });

  it('keeps the reason of an abort', async () => {
    const reason = new Error('the page was closed');
    const study = await openStudy(description, { corpus, signal: AbortSignal.abort(reason) });
    await expect(study.evaluate()).rejects.toBe(reason);
  });
});

it('opens the corpus that the experiment names', async () => {
  const study = await openStudy({ corpus: 'synthetic', model: { kind: 'cnn' } });
  expect(study.corpus.name).toBe('synthetic');
  expect(study.experiment.protocol).toBe('loso');
  await expect(openStudy({ corpus: 'synthetik', model: { kind: 'cnn' } })).rejects.toThrow(
    'corpus must be one of synthetic, ',
  );
  const experiment: Experiment = study.experiment;
  await expect(openStudy(experiment, { corpus: study.corpus, data: 'data' })).rejects.toThrow('exclude each other');
});
