import { expect, it } from 'vitest';
import { abortError, throwIfAborted } from './abort.js';

it('does nothing without a signal and for one that is not aborted', () => {
  expect(() => throwIfAborted(undefined)).not.toThrow();
  expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
});

it('throws the very error that the caller gave as reason', () => {
  for (const reason of [new Error('mine'), new RangeError('out'), Object.assign(new Error(), { name: 'AbortError' })]) {
    let thrown: unknown;
    try {
      throwIfAborted(AbortSignal.abort(reason), 'training was stopped');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(reason);
  }
});

it('keeps the reason of a timeout', async () => {
  const signal = AbortSignal.timeout(1);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  expect(abortError(signal)).toMatchObject({ name: 'TimeoutError' });
});

it('throws ABORTED with the message if the caller gave no reason', () => {
  const signal = AbortSignal.abort();
  expect(abortError(signal, 'training was stopped')).toMatchObject({
    name: 'SerError',
    code: 'ABORTED',
    message: 'training was stopped',
    cause: signal.reason,
  });
  expect(abortError(signal).message).toBe('the work was stopped');
});

it('keeps a reason that is no error as the cause of ABORTED', () => {
  expect(abortError(AbortSignal.abort('enough'))).toMatchObject({ code: 'ABORTED', cause: 'enough' });
});
