import type { ProgressEvent } from '@ser/core';
import { expect, it } from 'vitest';
import { type CountedRun, countEpochs, type EpochCounter } from './count-epochs.js';

const record = (epoch: number) => ({ epoch, learningRate: 0.1, loss: 1, accuracy: 0.5 });
const halfway = (epoch: number) => ({ epoch, step: 3, steps: 6, loss: 2 });

const counted = (runs: readonly CountedRun[]): { events: ProgressEvent[]; counters: readonly EpochCounter[] } => {
  const events: ProgressEvent[] = [];
  return { events, counters: countEpochs('folds', 4, runs, (event) => events.push(event)) };
};

it('counts the epochs of all runs, running ones by their steps', () => {
  const { events, counters } = counted([
    { restored: 0, figures: { fold: 1 } },
    { restored: 0, figures: { fold: 2 } },
  ]);
  const [first, second] = counters;
  first!.onStep(halfway(1));
  second!.onStep(halfway(1));
  first!.onEpoch(record(1));
  second!.onEpoch(record(1));
  expect(events.map(({ done, total, part }) => [done, total, part])).toEqual([
    [0, 8, 0.5],
    [0, 8, 1],
    [1, 8, 0.5],
    [2, 8, undefined],
  ]);
  expect(events[0]!.metrics).toEqual({ fold: 1, ...halfway(1) });
  expect(events[3]!.metrics).toEqual({ fold: 2, ...record(1) });
});

it('counts epochs of an earlier process, but not as work of this one', () => {
  const { events, counters } = counted([{ restored: 4 }, { restored: 1 }, { restored: 0 }]);
  expect(events).toEqual([{ task: 'folds', done: 5, total: 12, restored: 5, elapsedMs: expect.any(Number) }]);
  counters[1]!.onEpoch(record(2));
  counters[1]!.onEpoch(record(3));
  const { elapsedMs, etaMs, ...event } = events[2]!;
  expect(event).toMatchObject({ done: 7, restored: 5, metrics: { epoch: 3 } });
  expect(etaMs).toBeCloseTo((5 / 2) * elapsedMs, 9);
});

it('ends with all epochs, including those that a run did not use', () => {
  const { events, counters } = counted([{ restored: 1 }, { restored: 0 }]);
  counters[0]!.onEpoch(record(2));
  counters[0]!.onStep(halfway(3));
  counters[0]!.end();
  counters[0]!.end();
  expect(events.map(({ done }) => done)).toEqual([1, 2, 2, 4]);
  expect(events.at(-1)!.part).toBeUndefined();
  for (let epoch = 1; epoch <= 4; epoch++) counters[1]!.onEpoch(record(epoch));
  counters[1]!.end();
  expect(events).toHaveLength(8);
  expect(events.at(-1)).toMatchObject({ done: 8, total: 8, etaMs: 0 });
});
