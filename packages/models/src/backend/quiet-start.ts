import * as tf from '@tensorflow/tfjs-core';

/** The part of Node's `process` that is used here; browsers have none. */
interface Host {
  listeners(event: string): ((...args: unknown[]) => void)[];
  removeListener(event: string, listener: (...args: unknown[]) => void): void;
}

const EVENTS = ['uncaughtException', 'unhandledRejection'];

/** The listeners that the loader of tfjs' WebAssembly adds do nothing but rethrow, in one line. */
const rethrows = (listener: (...args: unknown[]) => void): boolean => {
  const source = String(listener);
  return source.length < 200 && /\bthrow\b/.test(source);
};

/**
 * Runs `start` without traces of TensorFlow.js: its warnings are not printed, and listeners that it adds to the process
 * and that would defeat those of the app are removed.
 */
export async function quietStart<T>(start: () => Promise<T>): Promise<T> {
  const host = (globalThis as { process?: Partial<Host> }).process;
  const listeners = (event: string) => host?.listeners?.(event) ?? [];
  const before = new Set(EVENTS.flatMap(listeners));
  const production = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    return await start();
  } finally {
    tf.env().set('PROD', production);
    for (const event of EVENTS)
      for (const listener of listeners(event))
        if (!before.has(listener) && rethrows(listener)) host?.removeListener?.(event, listener);
  }
}
