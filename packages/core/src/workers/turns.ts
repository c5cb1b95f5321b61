import { throwIfAborted } from '../errors/abort.js';

/** Work that is cut into steps: it yields wherever it may be interrupted, and returns its result. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Milliseconds of work after which other work of the thread gets its turn. */
const TURN_MS = 30;

/** Lets all other work that waits for the thread run: timers, messages, input, drawing. */
export function pause(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (resume: () => void) => unknown };
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else {
      // Unlike timers, messages are not slowed down in pages that nobody looks at.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}

/** Does work that is cut into steps without a pause, and returns its result. */
export function runAtOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Options of {@link runInTurns}. */
export interface TurnOptions {
  /** Stops the work before its next step. */
  readonly signal?: AbortSignal | undefined;
  /** Message of the `ABORTED` error, e.g. `the prediction was stopped`. */
  readonly stopped?: string | undefined;
}

/**
 * Does work that is cut into steps, with a pause after each 30 ms, in which other work of the thread gets its turn.
 *
 * @returns the result of the work.
 * @throws what the work throws; the signal's reason as `abortError` gives it.
 * @example
 * function* sum(values: Float32Array): Steps<number> {
 *   let total = 0;
 *   for (let i = 0; i < values.length; i++) {
 *     if (i % 65536 === 0) yield;
 *     total += values[i]!;
 *   }
 *   return total;
 * }
 * await runInTurns(sum(values), { signal });
 */
export async function runInTurns<T>(steps: Steps<T>, { signal, stopped }: TurnOptions = {}): Promise<T> {
  throwIfAborted(signal, stopped);
  let started = performance.now();
  let step = steps.next();
  while (!step.done) {
    if (performance.now() - started >= TURN_MS) {
      await pause();
      throwIfAborted(signal, stopped);
      started = performance.now();
    }
    step = steps.next();
  }
  return step.value;
}
