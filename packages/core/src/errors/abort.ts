import { SerError } from './ser-error.js';

/**
 * Returns the error that aborted work ends with. The rule of all packages: **an abort keeps the caller's reason.** An
 * error that the caller gave to `controller.abort(error)` (or that `AbortSignal.timeout` made) is returned as it is. If
 * the caller gave no reason, or one that is no error, it is an `ABORTED` error with the reason as its cause.
 *
 * @param signal an aborted signal.
 * @param message what was stopped, for an error that is made here.
 */
export function abortError(signal: AbortSignal, message = 'the work was stopped'): Error {
  const reason: unknown = signal.reason;
  const isDefault = reason instanceof DOMException && reason.name === 'AbortError';
  return reason instanceof Error && !isDefault ? reason : new SerError('ABORTED', message, { cause: reason });
}

/**
 * Throws if `signal` is aborted; does nothing if it is not, or is undefined.
 *
 * @param message what was stopped, e.g. `feature extraction was stopped`.
 * @throws {@link abortError} of the signal.
 * @example
 * for (const file of files) {
 *   throwIfAborted(signal, 'feature extraction was stopped');
 *   await extract(file);
 * }
 */
export function throwIfAborted(signal: AbortSignal | undefined, message?: string): void {
  if (signal?.aborted) throw abortError(signal, message);
}
