import { expect, it } from 'vitest';
import { type ProgressEvent, startProgress } from './progress.js';

it('reports units, elapsed time and an estimate of the rest', () => {
  const events: ProgressEvent[] = [];
  let clock = 0;
  const progress = startProgress(
    'features',
    4,
    (event) => events.push(event),
    () => clock,
  );
  clock = 100;
  progress.advance();
  clock = 300;
  progress.advance({ units: 2, metrics: { loss: 1 } });
  expect(events).toEqual([
    { task: 'features', done: 1, total: 4, elapsedMs: 100, etaMs: 300 },
    { task: 'features', done: 3, total: 4, elapsedMs: 300, etaMs: 100, metrics: { loss: 1 } },
  ]);
});

it('estimates from the finished part of a unit, so that the time left does not grow within it', () => {
  const left: number[] = [];
  let clock = 0;
  const progress = startProgress(
    'epochs',
    30,
    ({ etaMs }) => left.push(etaMs!),
    () => clock,
  );
  // Ten seconds an epoch, five steps each.
  for (let step = 1; step <= 50; step++) {
    clock += 2000;
    progress.advance(step % 5 === 0 ? {} : { units: 0, part: (step % 5) / 5 });
  }
  expect(left).toEqual(Array.from({ length: 50 }, (_, i) => expect.closeTo(300_000 - 2000 * (i + 1), 3)));
});

it('estimates nothing until a tenth is done or two seconds have passed', () => {
  const left: (number | undefined)[] = [];
  let clock = 500;
  const progress = startProgress(
    'features',
    100,
    ({ etaMs }) => left.push(etaMs),
    () => clock,
  );
  for (clock of [1000, 2400, 2600]) progress.advance();
  expect(left).toEqual([undefined, undefined, expect.closeTo((2100 / 3) * 97)]);
});

it('does not count the work of an earlier process for the pace', () => {
  const events: ProgressEvent[] = [];
  let clock = 0;
  const progress = startProgress(
    'epochs',
    10,
    (event) => events.push(event),
    () => clock,
  );
  progress.advance({ units: 6, restored: 6 });
  clock = 2000;
  progress.advance({ units: 0, part: 0.5 });
  clock = 4000;
  progress.advance();
  progress.advance({ units: 2, restored: 1.5 });
  expect(events).toEqual([
    { task: 'epochs', done: 6, total: 10, restored: 6, elapsedMs: 0 },
    { task: 'epochs', done: 6, total: 10, part: 0.5, restored: 6, elapsedMs: 2000, etaMs: 14_000 },
    { task: 'epochs', done: 7, total: 10, restored: 6, elapsedMs: 4000, etaMs: 12_000 },
    { task: 'epochs', done: 9, total: 10, restored: 7.5, elapsedMs: 4000, etaMs: expect.closeTo(4000 / 1.5) },
  ]);
});

it('needs no listener', () => {
  expect(() => startProgress('x', 1).advance()).not.toThrow();
});
