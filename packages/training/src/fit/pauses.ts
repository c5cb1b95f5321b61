/** Time between pauses, in milliseconds. */
const INTERVAL = 50;

/**
 * Returns a function to await between steps of long work on the main thread. Every 50 ms, it waits until other events of the
 * page or process have been handled.
 */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < INTERVAL) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
