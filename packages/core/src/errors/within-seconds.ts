import { throwIfAborted } from './abort.js';
import { invalidArgument } from './invalid-argument.js';
import { SerError } from './ser-error.js';

/** Options of {@link withinSeconds}. */
export interface TimeLimit {
  /** Stops the work; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time in seconds, above 0. Default 120. */
  readonly timeoutSeconds?: number | undefined;
}

/** The longest time that a timer can be set to. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Does work that may take for ever, such as a download, with a time limit.
 *
 * @param what the work in messages, e.g. `fetching https://…/model.json`.
 * @param run gets the signal that it must obey.
 * @throws SerError `FILE_ACCESS` after the time limit; the reason of the caller's signal; what `run` throws;
 *   `INVALID_ARGUMENT` for a limit that is not above 0.
 * @example
 * const response = await withinSeconds(`fetching ${url}`, { timeoutSeconds: 10 }, (signal) => fetch(url, { signal }));
 */
export async function withinSeconds<T>(
  what: string,
  { signal, timeoutSeconds = 120 }: TimeLimit,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!(timeoutSeconds > 0)) throw invalidArgument('timeoutSeconds', timeoutSeconds, 'a number of seconds above 0');
  throwIfAborted(signal, `${what} was stopped`);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), Math.min(LONGEST_MS, 1000 * timeoutSeconds));
  try {
    return await run(signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
  } catch (cause) {
    throwIfAborted(signal, `${what} was stopped`);
    if (!limit.signal.aborted) throw cause;
    throw new SerError('FILE_ACCESS', `${what} took longer than ${timeoutSeconds} s`, {
      hint: 'Try again, or raise timeoutSeconds.',
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}
