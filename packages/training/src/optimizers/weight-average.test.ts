import { expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import { averageWeights } from './weight-average.js';

it('averages the last epochs evenly', () => {
  const average = averageWeights({ kind: 'last-epochs', epochs: 2 });
  for (const [epoch, value] of [8, 1, 3].entries()) {
    average.afterStep(Float32Array.of(100));
    average.afterEpoch(Float32Array.of(value), epoch, 3);
  }
  expect(average.value).toEqual(Float32Array.of(2));
});

it('changes an exponential average slowly after its first steps', () => {
  const average = averageWeights({ kind: 'ema', decay: 0.9 });
  average.afterStep(Float32Array.of(0));
  for (let i = 0; i < 200; i++) average.afterStep(Float32Array.of(1));
  const before = average.value![0]!;
  expect(before).toBeCloseTo(1, 5);
  average.afterStep(Float32Array.of(0));
  expect(average.value![0]).toBeCloseTo(0.9 * before, 6);
});

it('lets its first weights fade quickly', () => {
  const average = averageWeights({ kind: 'ema', decay: 0.999 });
  average.afterStep(Float32Array.of(0));
  for (let i = 0; i < 30; i++) average.afterStep(Float32Array.of(1));
  expect(average.value![0]).toBeGreaterThan(0.99);
});

it('refuses a decay or a number of epochs out of range', () => {
  expect(() => completeOptions({ epochs: 1, averaging: { kind: 'ema', decay: 1 } })).toThrow('averaging.decay');
  expect(() => completeOptions({ epochs: 1, averaging: { kind: 'last-epochs', epochs: 0 } })).toThrow(
    'averaging.epochs',
  );
});
