import { expect, it } from 'vitest';
import reference from '../../test-data/scipy-mcnemar.json' with { type: 'json' };
import { mcNemarTest } from './mcnemar.js';

it.each(reference.cases)('equals scipy for $onlyA against $onlyB', ({ onlyA, onlyB, method, statistic, pValue }) => {
  const outcome = mcNemarTest(onlyA, onlyB);
  expect(outcome.method).toBe(method);
  expect(outcome.statistic).toBeCloseTo(statistic, 12);
  expect(Math.abs(outcome.pValue / pValue - 1)).toBeLessThan(1e-9);
  expect(mcNemarTest(onlyB, onlyA).pValue).toBe(outcome.pValue);
});
