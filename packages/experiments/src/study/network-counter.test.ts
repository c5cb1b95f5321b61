import type { ProgressEvent } from '@ser/core';
import { expect, it } from 'vitest';
import { networkCounter } from './network-counter.js';

/** An event of a run of two networks with five epochs each. */
const event = (done: number, rest: Partial<ProgressEvent> = {}): ProgressEvent => ({
  ...{ task: 'cnn', done, total: 10, elapsedMs: 1, metrics: { epoch: done } },
  ...rest,
});

it('counts the networks of runs one after the other, running ones by their part', () => {
  const events: ProgressEvent[] = [];
  const watch = networkCounter('networks', 4, (one) => events.push(one));
  const first = watch(0, 2, { candidate: 1 });
  const second = watch(2, 2, { candidate: 2 });
  first.onProgress!(event(2, { part: 0.5 }));
  first.onProgress!(event(10));
  second.onProgress!(event(5));
  second.onProgress!(event(10));
  expect(events.map(({ task, done, part = 0, total }) => [task, done, part, total])).toEqual([
    ['networks', 0, 0.5, 4],
    ['networks', 2, 0, 4],
    ['networks', 3, 0, 4],
    ['networks', 4, 0, 4],
  ]);
  expect(events.map(({ metrics }) => metrics)).toEqual([
    { candidate: 1, epoch: 2 },
    { candidate: 1, epoch: 10 },
    { candidate: 2, epoch: 5 },
    { candidate: 2, epoch: 10 },
  ]);
  const { elapsedMs, etaMs } = events[0]!;
  expect(etaMs).toBeCloseTo(7 * elapsedMs, 9);
});

it('does not count restored networks as work', () => {
  const events: ProgressEvent[] = [];
  const watch = networkCounter('networks', 4, (one) => events.push(one));
  const first = watch(0, 2, {});
  first.onProgress!(event(10, { restored: 10 }));
  expect(events[0]).toMatchObject({ done: 2, restored: 2 });
  expect(events[0]!.etaMs).toBeUndefined();
  const second = watch(2, 2, {});
  second.onProgress!(event(5, { restored: 5 }));
  second.onProgress!(event(9, { restored: 5 }));
  const { done, restored, part, elapsedMs, etaMs } = events.at(-1)!;
  expect({ done, restored, part }).toEqual({ done: 3, restored: 3, part: expect.closeTo(0.8, 9) });
  expect(etaMs! / elapsedMs).toBeCloseTo(0.2 / 0.8, 9);
});

it('passes on the progress of features', () => {
  const events: ProgressEvent[] = [];
  const features = event(3, { task: 'features' });
  networkCounter('networks', 4, (one) => events.push(one))(0, 2, { candidate: 1 }).onProgress!(features);
  expect(events).toEqual([features]);
});
