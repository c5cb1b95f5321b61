import { Random } from '@ser/core';
import { applyTemperature } from '@ser/models';
import { expect, it } from 'vitest';
import { fitTemperature, logLoss } from './calibration.js';

/** Probabilities whose labels are drawn from them, then sharpened with a known temperature. */
function overconfident(temperature: number) {
  const random = new Random(1);
  const labels: number[] = [];
  const probabilities = Array.from({ length: 4000 }, () => {
    const honest = applyTemperature([random.uniform(0.05, 1), random.uniform(0.05, 1), random.uniform(0.05, 1)], 0.6);
    const draw = random.next();
    labels.push(draw < honest[0]! ? 0 : draw < honest[0]! + honest[1]! ? 1 : 2);
    return applyTemperature(honest, 1 / temperature);
  });
  return { probabilities, labels };
}

it('finds the temperature that undoes overconfidence', () => {
  for (const temperature of [0.5, 1, 3]) {
    const { probabilities, labels } = overconfident(temperature);
    const found = fitTemperature(probabilities, labels);
    expect(found / temperature).toBeGreaterThan(0.9);
    expect(found / temperature).toBeLessThan(1.1);
    const loss = (t: number) =>
      logLoss(
        probabilities.map((row) => applyTemperature(row, t)),
        labels,
      );
    expect(loss(found)).toBeLessThanOrEqual(Math.min(loss(found * 1.2), loss(found / 1.2)));
  }
});

it('searches temperatures from 0.1 to 10', () => {
  const answers = new Array<number[]>(5).fill([0.6, 0.4]);
  expect(fitTemperature(answers, new Array<number>(5).fill(0))).toBeCloseTo(0.1, 4);
  expect(fitTemperature(answers, new Array<number>(5).fill(1))).toBeCloseTo(10, 2);
});

it('flattens predictions of a class that the model practically never predicts', () => {
  // One utterance in four belongs to a class whose probability underflows in float32, or nearly so.
  for (const least of [0, 1e-30, 1e-9]) {
    const answers = [0, 1, 0, 0].map((truth) => ({ truth, row: [1 - least, least] }));
    const found = fitTemperature(
      answers.map(({ row }) => row),
      answers.map(({ truth }) => truth),
    );
    // 3 of 4 are right: the best confidence is 0.75, as far as temperatures up to 10 reach it.
    const wanted = Math.log((1 - least) / (least || 2 ** -149)) / Math.log(3);
    expect(found).toBeCloseTo(Math.min(wanted, 10), 2);
  }
});

it('stays near 1 where no temperature changes the loss', () => {
  expect(fitTemperature([[0.25, 0.25, 0.25, 0.25]], [2])).toBeCloseTo(1, 3);
});

it('needs one label for each utterance', () => {
  expect(() => fitTemperature([], [])).toThrow('probabilities must be a non-empty list');
  expect(() => fitTemperature([[0.5, 0.5]], [])).toThrow('with one label each (0)');
});
