import { type Emotion, Random } from '@ser/core';
import { applyTemperature } from '@ser/models';
import { expect, it } from 'vitest';
import reference from '../test-data/sklearn-metrics.json' with { type: 'json' };
import { bootstrapUar } from './bootstrap.js';
import { groupBySpeaker } from './group-predictions.js';
import { measure } from './measure.js';
import type { UtterancePrediction } from './utterance-prediction.js';

const predictionsOf = (c: (typeof reference.cases)[number]): UtterancePrediction[] =>
  c.truth.map((truth, i) => ({
    id: `u${i}`,
    speaker: c.speaker[i]!,
    fold: c.fold[i]!,
    truth: truth as Emotion,
    predicted: c.predicted[i] as Emotion,
    probabilities: c.probabilities[i]!,
  }));

for (const [i, c] of reference.cases.entries()) {
  it(`equals scikit-learn, case ${i + 1}: ${c.truth.length} utterances, ${c.labels.length} classes`, () => {
    const metrics = measure(predictionsOf(c), c.labels as Emotion[]);
    expect(metrics.uar).toBeCloseTo(c.expected.uar, 12);
    expect(metrics.war).toBeCloseTo(c.expected.war, 12);
    expect(metrics.macroF1).toBeCloseTo(c.expected.macroF1, 12);
    expect(metrics.ece).toBeCloseTo(c.expected.ece, 10);
    expect(metrics.confusion).toEqual(c.expected.confusion);
    for (const [k, scores] of metrics.perClass.entries()) {
      expect(scores.label).toBe(c.labels[k]);
      expect(scores.recall).toBeCloseTo(c.expected.recall[k]!, 12);
      expect(scores.precision).toBeCloseTo(c.expected.precision[k]!, 12);
      expect(scores.f1).toBeCloseTo(c.expected.f1[k]!, 12);
      expect(scores.support).toBe(c.expected.support[k]);
    }
    for (const fold of metrics.folds) {
      const expected = (c.expected.folds as Record<string, { uar: number; war: number; macroF1: number }>)[fold.name]!;
      expect(fold.uar).toBeCloseTo(expected.uar, 12);
      expect(fold.war).toBeCloseTo(expected.war, 12);
      expect(fold.macroF1).toBeCloseTo(expected.macroF1, 12);
    }
  });
}

const labels: Emotion[] = ['angry', 'sad'];
const prediction = (id: string, truth: Emotion, predicted: Emotion, rest: Partial<UtterancePrediction> = {}) => ({
  id,
  speaker: 'a',
  fold: '1',
  truth,
  predicted,
  probabilities: predicted === 'angry' ? [0.8, 0.2] : [0.2, 0.8],
  ...rest,
});

it('spreads folds as mean ± sample standard deviation', () => {
  const { overFolds } = measure(
    [
      prediction('1', 'angry', 'angry', { fold: 'x' }),
      prediction('2', 'angry', 'angry', { fold: 'y' }),
      prediction('3', 'angry', 'sad', { fold: 'y' }),
    ],
    labels,
  );
  expect(overFolds.uar.mean).toBeCloseTo(0.75);
  expect(overFolds.uar.sd).toBeCloseTo(Math.sqrt(2 * 0.25 ** 2));
});

it('puts an interval around the UAR that narrows with speakers and follows the seed', () => {
  const many = (speakers: number) =>
    Array.from({ length: speakers * 10 }, (_, i) =>
      prediction(`${i}`, i % 2 ? 'angry' : 'sad', i % 3 === 0 || (i % 7) * (i % 5) > 12 ? 'angry' : 'sad', {
        speaker: `${i % speakers}`,
      }),
    );
  const few = measure(many(4), labels);
  const lots = measure(many(40), labels);
  expect(few.ci95[0]).toBeLessThanOrEqual(few.uar);
  expect(few.ci95[1]).toBeGreaterThanOrEqual(few.uar);
  expect(lots.ci95[1] - lots.ci95[0]).toBeLessThan(few.ci95[1] - few.ci95[0]);
  expect(measure(many(4), labels).ci95).toEqual(few.ci95);
  expect(measure(many(40), labels, { seed: 1, resamples: 50 }).ci95).not.toEqual(
    measure(many(40), labels, { seed: 2, resamples: 50 }).ci95,
  );
});

/** Speakers with ten clips each, recognized well or badly, some answers surer than others. */
const crowd = (speakers: number): UtterancePrediction[] =>
  Array.from({ length: speakers * 10 }, (_, i) => {
    const sure = 0.55 + ((i * 7) % 9) / 20;
    const truth = i % 2 ? 'angry' : 'sad';
    const predicted = (i % speakers) % 3 === 0 || i % 5 === 0 ? 'angry' : truth;
    const probabilities = predicted === 'angry' ? [sure, 1 - sure] : [1 - sure, sure];
    return prediction(`${i}`, truth, predicted, { speaker: `s${i % speakers}`, probabilities });
  });

it('puts intervals around all figures, from the same draws of speakers as that of the UAR', () => {
  const predictions = crowd(12);
  const metrics = measure(predictions, labels, { resamples: 300, seed: 4 });
  expect(metrics.ci95).toEqual(bootstrapUar(predictions, labels, { resamples: 300, seed: 4 }));
  // What the intervals are without sums by speaker: each draw measured as if its clips were one list.
  const bySpeaker = groupBySpeaker(predictions).map(([, own]) => own);
  const random = new Random(4);
  const draws = Array.from({ length: 300 }, () => {
    const drawn = bySpeaker.flatMap(() => random.pick(bySpeaker));
    return measure(
      drawn.map((one, i) => ({ ...one, id: `${i}`, speaker: 'all' })),
      labels,
      { resamples: 1 },
    );
  });
  for (const [interval, name] of [
    [metrics.ci95War, 'war'],
    [metrics.ci95MacroF1, 'macroF1'],
    [metrics.ci95Ece, 'ece'],
  ] as const) {
    const values = draws.map((draw) => draw[name]).sort((a, b) => a - b);
    const [low, high] = interval!;
    expect(low, name).toBeGreaterThanOrEqual(values[7]! - 1e-12);
    expect(low, name).toBeLessThanOrEqual(values[8]! + 1e-12);
    expect(high, name).toBeGreaterThanOrEqual(values[291]! - 1e-12);
    expect(high, name).toBeLessThanOrEqual(values[292]! + 1e-12);
    expect(high, name).toBeGreaterThan(low);
  }
});

it('has no interval of the other figures where there is one speaker', () => {
  const metrics = measure(crowd(1), labels);
  expect(metrics.ci95).toEqual([metrics.uar, metrics.uar]);
  for (const name of ['ci95War', 'ci95MacroF1', 'ci95Ece']) expect(metrics).not.toHaveProperty(name);
});

it('measures calibration before temperature scaling from the temperatures', () => {
  const raw = [0.9, 0.7, 0.8, 0.6].map((p, i) =>
    prediction(`${i}`, i % 2 ? 'sad' : 'angry', 'angry', { probabilities: [p, 1 - p], fold: i < 2 ? 'x' : 'y' }),
  );
  const temperatures = new Map([
    ['x', 2.5],
    ['y', 0.4],
  ]);
  const scaled = raw.map((one) => ({
    ...one,
    probabilities: applyTemperature(one.probabilities, temperatures.get(one.fold)!),
  }));
  const [before, after] = [measure(raw, labels), measure(scaled, labels, { temperatures })];
  expect(after.eceUncalibrated).toBeCloseTo(before.ece, 12);
  expect(after.folds.map(({ eceUncalibrated }) => eceUncalibrated)).toEqual(
    before.folds.map(({ ece }) => expect.closeTo(ece, 12)),
  );
  expect(after.ece).not.toBeCloseTo(before.ece, 3);
  expect('eceUncalibrated' in before).toBe(false);
  expect(() => measure(scaled, labels, { temperatures: new Map([['x', 1]]) })).toThrow('temperature of fold "y"');
});

it('tells speakers apart, over the classes that each has', () => {
  const { perSpeaker } = measure(
    [
      prediction('1', 'angry', 'angry', { speaker: 'b' }),
      prediction('2', 'angry', 'angry', { speaker: 'b', fold: '2' }),
      prediction('3', 'sad', 'angry', { speaker: 'b' }),
      prediction('4', 'sad', 'sad', { speaker: 'a' }),
    ],
    labels,
  );
  expect(perSpeaker).toEqual([
    { speaker: 'a', utterances: 1, uar: 1, war: 1, macroF1: 1 },
    { speaker: 'b', utterances: 3, uar: 0.5, war: 2 / 3, macroF1: 0.4 },
  ]);
});

it('refuses what cannot be judged', () => {
  expect(() => measure([], labels)).toThrow('predictions must be a non-empty list');
  expect(() => measure([prediction('1', 'happy', 'sad')], labels)).toThrow('"happy" is not one of the labels');
  expect(() => measure([prediction('1', 'sad', 'sad'), prediction('1', 'sad', 'sad')], labels)).toThrow(
    'utterance 1 is predicted more than once',
  );
  expect(() => measure([prediction('1', 'sad', 'sad', { probabilities: [1] })], labels)).toThrow(
    'utterance 1 has 1 probabilities for 2 labels',
  );
  expect(() => measure([prediction('1', 'sad', 'sad', { probabilities: [0, 1.5] })], labels)).toThrow('confidence');
});
