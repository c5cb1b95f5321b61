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

it('needs no listener', () => {
  expect(() => startProgress('x', 1).advance()).not.toThrow();
});
