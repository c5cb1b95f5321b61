import { expect, it } from 'vitest';
import { riskCoverage } from './risk-coverage.js';

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

it('refuses empty lists and confidences out of range', () => {
  expect(() => riskCoverage([])).toThrow('answers must be a non-empty list');
  for (const confidence of [1.5, -0.1, Number.NaN])
    expect(() => riskCoverage([{ confidence, correct: true }])).toThrow('confidence must be a number in [0, 1]');
});
