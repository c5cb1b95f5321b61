import { expect, it } from 'vitest';
import { areaUnderRiskCoverage, riskCoverage, thresholdForCoverage } from './risk-coverage.js';

const answers = [
  { confidence: 0.5, correct: false },
  { confidence: 0.9, correct: true },
  { confidence: 0.7, correct: true },
  { confidence: 0.7, correct: false },
  { confidence: 0.3, correct: true },
];

it('riskCoverage(answers) gives one point for each different confidence, the most confident first', () => {
  expect(riskCoverage(answers)).toEqual([
    { coverage: 0.2, risk: 0, threshold: 0.9 },
    { coverage: 0.6, risk: 1 / 3, threshold: 0.7 },
    { coverage: 0.8, risk: 0.5, threshold: 0.5 },
    { coverage: 1, risk: 0.4, threshold: 0.3 },
  ]);
});

it('thresholdForCoverage(answers, coverage) is the highest threshold that answers at least that share', () => {
  expect(thresholdForCoverage(answers, 0.6).threshold).toBe(0.7);
  expect(thresholdForCoverage(answers, 0.61).threshold).toBe(0.5);
  expect(thresholdForCoverage(answers, 0.01).threshold).toBe(0.9);
  expect(thresholdForCoverage(answers, 1)).toEqual({ coverage: 1, risk: 0.4, threshold: 0.3 });
});

it('areaUnderRiskCoverage(answers) is the mean risk over all numbers of answers', () => {
  const distinct = [0.9, 0.8, 0.7, 0.6].map((confidence, i) => ({ confidence, correct: i !== 1 }));
  // Risks 0/1, 1/2, 1/3, 1/4.
  expect(areaUnderRiskCoverage(distinct)).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4, 12);
  // All tied: the error rate.
  expect(areaUnderRiskCoverage(distinct.map(({ correct }) => ({ confidence: 0.5, correct })))).toBeCloseTo(0.25, 12);
  expect(areaUnderRiskCoverage([{ confidence: 1, correct: true }])).toBe(0);
});

it('refuses empty lists, confidences and coverages out of range', () => {
  expect(() => riskCoverage([])).toThrow('answers must be a non-empty list');
  expect(() => riskCoverage([{ confidence: 1.5, correct: true }])).toThrow('confidence must be a number in [0, 1]');
  for (const coverage of [0, 1.1]) expect(() => thresholdForCoverage(answers, coverage)).toThrow('coverage must be');
});
