import { throwIfAborted } from '../errors/abort.js';
import { SerError } from '../errors/ser-error.js';

/**
 * Work that is cut into steps: it yields wherever it may be interrupted, and returns its result. Where it waits for others,
 * it yields a promise.
 */
export type Steps<T> = Generator<PromiseLike<unknown> | undefined, T, undefined>;

/**
 * Waits for a promise within work that is cut into steps, and returns its value.
 *
 * @throws what the promise is rejected with.
 * @example
 * function* size(url: string): Steps<number> {
 *   const response = yield* waitFor(fetch(url));
 *   return Number(response.headers.get('content-length'));
 * }
 */
export function* waitFor<T>(promise: PromiseLike<T>): Steps<T> {
  let value: { readonly of: T } | undefined;
  yield promise.then((of) => {
    value = { of };
  });
  return value!.of;
}

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

/**
 * Does work that is cut into steps without a pause, and returns its result.
 *
 * @throws what the work throws; `INVALID_ARGUMENT` for work that waits for others, such as for a speech encoder.
 */
export function runAtOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) {
    // What is waited for may still fail, and nobody is left to be told.
    void step.value?.then(undefined, () => {});
    step = step.value ? steps.throw(waiting()) : steps.next();
  }
  return step.value;
}

const waiting = (): SerError =>
  new SerError('INVALID_ARGUMENT', 'this work waits for other work, so it cannot run synchronously', {
    hint: 'Use runInTurns.',
  });

/** Returns what a promise is rejected with; undefined if it is fulfilled. */
const failureOf = (promise: PromiseLike<unknown>): PromiseLike<{ readonly error: unknown } | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );

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
    let failure: { readonly error: unknown } | undefined;
    const waits = step.value;
    if (waits) failure = await failureOf(waits);
    else if (performance.now() - started >= TURN_MS) await pause();
    else {
      step = steps.next();
      continue;
    }
    throwIfAborted(signal, stopped);
    started = performance.now();
    step = failure ? steps.throw(failure.error) : steps.next();
  }
  return step.value;
}
