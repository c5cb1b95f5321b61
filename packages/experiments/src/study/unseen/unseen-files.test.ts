import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measureUnseen, type UnseenEvaluation } from './evaluate-unseen.js';
import { remeasureUnseen, writeUnseen } from './unseen-files.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unseen-'));
});
afterAll(() => rm(folder, { recursive: true }));

const labels = ['angry', 'happy', 'neutral', 'sad'];
const predictions = labels.flatMap((truth, i) =>
  ['a', 'b', 'c'].map((speaker, s) => {
    const probabilities = labels.map((_, c) => (c === (s === 2 ? 0 : i) ? 0.7 : 0.1));
    const predicted = labels[probabilities.indexOf(0.7)]!;
    return { id: `${speaker}/${truth}`, speaker, fold: 'evaluation', truth, predicted, probabilities };
  }),
);
const evaluation = {
  model: { name: 'open', corpora: ['emodb'], seed: 1, trainedAt: '2026-01-01' },
  corpus: 'savee',
  labels,
  predictions,
  metrics: measureUnseen(predictions, labels),
  unknown: { surprised: 60 },
} as unknown as UnseenEvaluation;

it('writes figures that follow from the stored predictions, with model, corpus and protocol', async () => {
  await writeUnseen(folder, evaluation);
  expect(await remeasureUnseen(folder)).toEqual([]);
  const stored = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8'));
  expect(stored).toMatchObject({
    protocol: 'unseen',
    corpus: 'savee',
    model: { name: 'open' },
    unknown: { surprised: 60 },
  });
  expect(stored.fourClasses.uar).toBeCloseTo(0.75, 12);
});

it('says where stored figures differ from the stored predictions', async () => {
  await writeUnseen(folder, evaluation);
  const path = join(folder, 'metrics.json');
  const stored = JSON.parse(await readFile(path, 'utf8'));
  stored.fourClasses.uar = 0.9;
  await writeFile(path, JSON.stringify(stored));
  const found = await remeasureUnseen(folder);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^fourClasses\.uar: stored 0\.9, measured 0\.7/);
});
