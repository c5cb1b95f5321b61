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
    expect(metrics.uar.value).toBeCloseTo(c.expected.uar, 12);
    expect(metrics.war.value).toBeCloseTo(c.expected.war, 12);
    expect(metrics.macroF1.value).toBeCloseTo(c.expected.macroF1, 12);
    expect(metrics.ece.value).toBeCloseTo(c.expected.ece, 10);
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

it('gives the mean and the sample standard deviation of the folds', () => {
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

it('gives the UAR an interval that narrows with the number of speakers and depends on the seed', () => {
  const many = (speakers: number) =>
    Array.from({ length: speakers * 10 }, (_, i) =>
      prediction(`${i}`, i % 2 ? 'angry' : 'sad', i % 3 === 0 || (i % 7) * (i % 5) > 12 ? 'angry' : 'sad', {
        speaker: `${i % speakers}`,
      }),
    );
  const few = measure(many(4), labels).uar;
  const lots = measure(many(40), labels).uar;
  expect(few.ci95![0]).toBeLessThanOrEqual(few.value);
  expect(few.ci95![1]).toBeGreaterThanOrEqual(few.value);
  expect(lots.ci95![1] - lots.ci95![0]).toBeLessThan(few.ci95![1] - few.ci95![0]);
  expect(measure(many(4), labels).uar).toEqual(few);
  expect(measure(many(40), labels, { seed: 1, resamples: 50 }).uar.ci95).not.toEqual(
    measure(many(40), labels, { seed: 2, resamples: 50 }).uar.ci95,
  );
});

/** Speakers with ten clips each, recognized well or badly, with different confidence. */
const crowd = (speakers: number): UtterancePrediction[] =>
  Array.from({ length: speakers * 10 }, (_, i) => {
    const sure = 0.55 + ((i * 7) % 9) / 20;
    const truth = i % 2 ? 'angry' : 'sad';
    const predicted = (i % speakers) % 3 === 0 || i % 5 === 0 ? 'angry' : truth;
    const probabilities = predicted === 'angry' ? [sure, 1 - sure] : [1 - sure, sure];
    return prediction(`${i}`, truth, predicted, { speaker: `s${i % speakers}`, probabilities });
  });

it('gives all figures intervals from the draws of speakers of the UAR', () => {
  const predictions = crowd(12);
  const metrics = measure(predictions, labels, { resamples: 300, seed: 4 });
  expect(metrics.uar.ci95).toEqual(bootstrapUar(predictions, labels, { resamples: 300, seed: 4 }));
  // The same intervals without sums by speaker: the clips of each draw are measured as one list.
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
  for (const name of ['war', 'macroF1', 'ece'] as const) {
    const values = draws.map((draw) => draw[name].value).sort((a, b) => a - b);
    const [low, high] = metrics[name].ci95!;
    expect(low, name).toBeGreaterThanOrEqual(values[7]! - 1e-12);
    expect(low, name).toBeLessThanOrEqual(values[8]! + 1e-12);
    expect(high, name).toBeGreaterThanOrEqual(values[291]! - 1e-12);
    expect(high, name).toBeLessThanOrEqual(values[292]! + 1e-12);
    expect(high, name).toBeGreaterThan(low);
  }
});

it('states no interval but that of the UAR for one speaker', () => {
  const metrics = measure(crowd(1), labels);
  expect(metrics.uar.ci95).toEqual([metrics.uar.value, metrics.uar.value]);
  for (const name of ['war', 'macroF1', 'ece'] as const) expect(metrics[name].ci95).toBeUndefined();
});

it('measures calibration before temperature scaling, given the temperatures', () => {
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
  expect(after.eceUncalibrated).toBeCloseTo(before.ece.value, 12);
  expect(after.folds.map(({ eceUncalibrated }) => eceUncalibrated)).toEqual(
    before.folds.map(({ ece }) => expect.closeTo(ece, 12)),
  );
  expect(after.ece.value).not.toBeCloseTo(before.ece.value, 3);
  expect(before.eceUncalibrated).toBeUndefined();
  expect(() => measure(scaled, labels, { temperatures: new Map([['x', 1]]) })).toThrow('temperature of fold "y"');
});

it('measures each speaker over the classes that the speaker has', () => {
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

it('refuses predictions that cannot be measured', () => {
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

it('measures the clips apart in which most listeners heard what was intended', () => {
  const [c] = reference.cases;
  const plain = predictionsOf(c!);
  const labels = c!.labels as Emotion[];
  expect(measure(plain, labels).agreed).toBeUndefined();
  const heard = plain.map((prediction, i) => ({ ...prediction, heard: i % 3 === 0 ? 'never' : prediction.truth }));
  const kept = plain.filter((_, i) => i % 3 !== 0);
  const { uar, war } = measure(kept, labels);
  const metrics = measure(heard, labels);
  expect(metrics.agreed).toEqual({ utterances: kept.length, uar, war });
  expect({ ...metrics, agreed: undefined }).toEqual(measure(plain, labels));
  expect(
    measure(
      plain.map((prediction) => ({ ...prediction, heard: 'never' })),
      labels,
    ).agreed,
  ).toBeUndefined();
});
