import { SerError } from '@ser/core';

/**
 * Runs `work` with a signal that Ctrl-C aborts, so that it can stop without leaving half-written files.
 *
 * @param hint says what to do after such a stop, if anything.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  hint: () => string | undefined = () => undefined,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    const advice = error instanceof SerError && error.code === 'ABORTED' ? hint() : undefined;
    if (advice === undefined) throw error;
    throw new SerError('ABORTED', (error as SerError).message, { hint: advice, cause: error });
  } finally {
    process.off('SIGINT', stop);
  }
}
