import { describe, expect, it } from 'vitest';
import { pause, runAtOnce, runInTurns, type Steps, waitFor } from './turns.js';

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

describe('work that waits for others', () => {
  function* twice(promise: Promise<number>): Steps<number> {
    try {
      const value = yield* waitFor(promise);
      return 2 * value;
    } catch (error) {
      if (error instanceof RangeError) return -1;
      throw error;
    }
  }

  it('continues with the value, or with what the promise is rejected with', async () => {
    const later = (value: number) => new Promise<number>((resolve) => setTimeout(() => resolve(value), 5));
    expect(await runInTurns(twice(later(21)))).toBe(42);
    expect(await runInTurns(twice(Promise.reject(new RangeError('too far'))))).toBe(-1);
    await expect(runInTurns(twice(Promise.reject(new TypeError('wrong'))))).rejects.toThrow('wrong');
  });

  it('hears of a failure that comes while its turn is over', async () => {
    function* slow(): Steps<number> {
      const until = performance.now() + 40;
      while (performance.now() < until);
      return yield* twice(Promise.reject(new RangeError('too far')));
    }
    expect(await runInTurns(slow())).toBe(-1);
  });

  it('is refused where it must be done at once', () => {
    expect(() => runAtOnce(twice(Promise.resolve(1)))).toThrow('this work waits for other work');
    expect(() => runAtOnce(twice(Promise.reject(new TypeError('unheard'))))).toThrow('this work waits for other work');
  });

  it('stops when it is aborted meanwhile', async () => {
    const controller = new AbortController();
    const reason = new Error('closed');
    const waited = Promise.resolve().then(() => controller.abort(reason));
    await expect(runInTurns(twice(waited.then(() => 1)), { signal: controller.signal })).rejects.toBe(reason);
  });
});
