import { expect, it } from 'vitest';
import { areaUnderRiskCoverage, thresholdForCoverage } from './risk-coverage.js';

const answers = [0.5, 0.9, 0.7, 0.7, 0.3].map((confidence, i) => ({ confidence, correct: [1, 2, 4].includes(i) }));

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

it('refuses coverages out of range', () => {
  for (const coverage of [0, 1.1]) expect(() => thresholdForCoverage(answers, coverage)).toThrow('coverage must be');
});
