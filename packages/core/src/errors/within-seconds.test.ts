import { expect, it } from 'vitest';
import { withinSeconds } from './within-seconds.js';

/** Ends only by its signal, as a request to a server that does not answer. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('returns what the work returns, and throws what it throws', async () => {
  expect(await withinSeconds('waiting', {}, async () => 7)).toBe(7);
  const error = new Error('no such host');
  await expect(withinSeconds('waiting', { timeoutSeconds: 9 }, () => Promise.reject(error))).rejects.toBe(error);
});

it('ends with a typed error after the time limit', async () => {
  await expect(withinSeconds('fetching a', { timeoutSeconds: 0.02 }, endless)).rejects.toMatchObject({
    code: 'FILE_ACCESS',
    message: 'fetching a took longer than 0.02 s',
    hint: 'Try again, or raise timeoutSeconds.',
  });
});

it('keeps the reason of the caller, and begins nothing after it', async () => {
  const controller = new AbortController();
  const reason = new Error('closed');
  const work = withinSeconds('fetching a', { signal: controller.signal }, endless);
  controller.abort(reason);
  await expect(work).rejects.toBe(reason);
  let began = false;
  const signal = AbortSignal.abort();
  const late = withinSeconds('fetching a', { signal }, async () => {
    began = true;
  });
  await expect(late).rejects.toMatchObject({ code: 'ABORTED', message: 'fetching a was stopped' });
  expect(began).toBe(false);
});

it.each([0, -1, Number.NaN])('refuses a limit of %d s', async (timeoutSeconds) => {
  await expect(withinSeconds('waiting', { timeoutSeconds }, endless)).rejects.toThrow(
    'timeoutSeconds must be a number of seconds above 0',
  );
});
