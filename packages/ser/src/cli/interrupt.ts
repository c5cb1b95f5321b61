import { SerError } from '@ser/core';

/**
 * Runs `work` with a signal that Ctrl-C aborts, so that it can stop without leaving half-written files.
 *
 * @param work receives the signal, and a function that takes the advice to print after such a stop.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal, advise: (hint: () => string | undefined) => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  let hint: () => string | undefined = () => undefined;
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal, (given) => {
      hint = given;
    });
  } catch (error) {
    const advice = error instanceof SerError && error.code === 'ABORTED' ? hint() : undefined;
    if (advice === undefined) throw error;
    throw new SerError('ABORTED', (error as SerError).message, { hint: advice, cause: error });
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Waits for Ctrl-C or SIGTERM, by which a service is stopped. */
export const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
