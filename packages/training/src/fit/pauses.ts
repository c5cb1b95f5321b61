/** Time between pauses, in milliseconds. */
const INTERVAL = 50;

/**
 * Makes long work on the main thread polite: the returned function is called between steps, and now and then waits
 * until other events of the page or process have been handled.
 */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < INTERVAL) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
