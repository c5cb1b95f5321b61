import { expect, it } from 'vitest';
import { pause, runAtOnce, runInTurns, type Steps } from './turns.js';

/** Works for `ms` in each step. */
function* work(steps: number, ms: number, log: string[] = []): Steps<number> {
  for (let i = 0; i < steps; i++) {
    const until = performance.now() + ms;
    while (performance.now() < until);
    log.push('step');
    yield;
  }
  return steps;
}

it('does all steps at once, or in turns, with the same result', async () => {
  expect(runAtOnce(work(3, 0))).toBe(3);
  expect(await runInTurns(work(3, 0))).toBe(3);
});

it('lets timers run between long steps, and not between short ones', async () => {
  const log: string[] = [];
  const timer = setInterval(() => log.push('timer'), 1);
  await runInTurns(work(4, 40, log));
  clearInterval(timer);
  expect(log.slice(0, log.lastIndexOf('step')).filter((entry) => entry === 'timer').length).toBeGreaterThanOrEqual(2);
  const quick: string[] = [];
  void pause().then(() => quick.push('other'));
  await runInTurns(work(3, 0, quick));
  expect(quick).toEqual(['step', 'step', 'step']);
});

it('stops between two steps with the reason of the caller', async () => {
  const log: string[] = [];
  const controller = new AbortController();
  const reason = new Error('closed');
  setTimeout(() => controller.abort(reason), 60);
  await expect(runInTurns(work(100, 40, log), { signal: controller.signal })).rejects.toBe(reason);
  expect(log.length).toBeLessThan(10);
  await expect(runInTurns(work(1, 0), { signal: AbortSignal.abort(), stopped: 'it was stopped' })).rejects.toThrow(
    'it was stopped',
  );
});

it('pauses also where there is no setImmediate, as in browsers', async () => {
  const { setImmediate } = globalThis;
  Object.assign(globalThis, { setImmediate: undefined });
  try {
    let ran = false;
    const timer = setTimeout(() => {
      ran = true;
    });
    const started = performance.now();
    while (!ran && performance.now() - started < 2000) await pause();
    clearTimeout(timer);
    expect(ran).toBe(true);
  } finally {
    Object.assign(globalThis, { setImmediate });
  }
});
