import type { Emotion } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import type { SerModel } from '@ser/models';
import type { UtterancePrediction } from '@ser/training';
import { expect, it } from 'vitest';
import { evaluateUnseen, measureUnseen, restrictAnswers, UNSEEN_EMOTIONS } from './evaluate-unseen.js';

const LABELS: Emotion[] = ['neutral', 'bored', 'sad', 'happy', 'angry'];

const prediction = (id: string, truth: Emotion, probabilities: number[]): UtterancePrediction => ({
  id,
  speaker: id.slice(0, 1),
  fold: 'evaluation',
  truth,
  predicted: LABELS[probabilities.indexOf(Math.max(...probabilities))]!,
  probabilities,
});

const predictions = [
  prediction('a1', 'sad', [0.1, 0.6, 0.2, 0.05, 0.05]),
  prediction('a2', 'bored', [0.1, 0.6, 0.2, 0.05, 0.05]),
  prediction('b1', 'angry', [0.4, 0, 0.1, 0.3, 0.2]),
  prediction('b2', 'happy', [0.1, 0.2, 0.1, 0.5, 0.1]),
  prediction('b3', 'neutral', [0, 1, 0, 0, 0]),
];

it('restricts answers to some emotions, and leaves out clips of others', () => {
  const four = restrictAnswers(predictions, LABELS, UNSEEN_EMOTIONS);
  expect(four.map(({ id, predicted }) => `${id} ${predicted}`)).toEqual([
    'a1 sad',
    'b1 neutral',
    'b2 happy',
    'b3 angry',
  ]);
  // angry, happy, neutral, sad: of 0.4 in all.
  expect(four[0]!.probabilities.map((p) => +p.toFixed(4))).toEqual([0.125, 0.125, 0.25, 0.5]);
  expect(four[3]!.probabilities).toEqual([0.25, 0.25, 0.25, 0.25]);
});

it('measures four classes, and all labels of the model', () => {
  const { fourClasses, allClasses } = measureUnseen(predictions, LABELS, { resamples: 10 });
  expect(fourClasses.uar.value).toBe(0.5);
  expect(fourClasses.utterances).toBe(4);
  expect(allClasses.uar.value).toBeCloseTo((1 + 1) / 5);
  expect(allClasses.utterances).toBe(5);
  // b3 at 1, wrong; a1, wrong, and a2, right, both at 0.6.
  expect(allClasses.riskCoverage.points[0]).toEqual({ coverage: 0.6, risk: 2 / 3, threshold: 0.6 });
  expect(fourClasses.riskCoverage.points.at(-1)).toMatchObject({ coverage: 1, risk: 0.5 });
  expect(fourClasses.riskCoverage.area).toBeGreaterThan(0);
});

/** A model of the given corpora that always answers with the same probabilities. */
const constant = (corpora: string[], labels: Emotion[] = LABELS): SerModel =>
  ({
    card: { name: 'constant', corpora },
    labels,
    temperature: 1,
    *predictSteps() {
      return {
        label: labels[0],
        confidence: 0.4,
        probabilities: labels.map((label, i) => ({ label, probability: i === 0 ? 0.4 : 0.15 })),
      };
    },
  }) as unknown as SerModel;

const corpus = syntheticCorpus();

it('evaluates whole corpora that the model was not trained on, and counts clips of other emotions', async () => {
  const { predictions, metrics, unknown } = await evaluateUnseen(constant(['emodb']), corpus);
  const known = corpus.utterances.filter(({ emotion }) => LABELS.includes(emotion));
  expect(predictions.map(({ id }) => id)).toEqual(known.map(({ id }) => id));
  expect(metrics.fourClasses.uar.value).toBe(0.25);
  const others = corpus.utterances.length - known.length;
  expect(Object.values(unknown).reduce((sum, count) => sum + count, 0)).toBe(others);
});

it('refuses corpora of the training, and models that lack one of the four emotions', async () => {
  await expect(evaluateUnseen(constant([corpus.name]), corpus)).rejects.toThrow(
    `the model constant was trained on ${corpus.name}`,
  );
  await expect(evaluateUnseen(constant([], ['angry', 'happy', 'neutral']), corpus)).rejects.toThrow('has no label sad');
  const calm = { ...corpus, emotions: ['angry', 'happy', 'sad'] };
  await expect(evaluateUnseen(constant([]), calm)).rejects.toThrow('has no neutral clips');
});
