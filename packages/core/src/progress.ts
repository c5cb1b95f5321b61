/** How far a piece of work has come. */
export interface ProgressEvent {
  /** What is being done, e.g. `features` or `fold 3/10`. */
  task: string;
  /** Units done so far, and in all. */
  done: number;
  total: number;
  /** Time since the work began, in milliseconds. */
  elapsedMs: number;
  /** Estimated time left, in milliseconds; absent until the first unit is done. */
  etaMs?: number;
  /** Figures of the last unit, e.g. `{ loss: 1.2, uar: 0.41 }`. */
  metrics?: Record<string, number>;
}

/** Receives progress events; must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;

/** Counts the units of a task and reports each to a listener. */
export interface Progress {
  /** Marks `units` more units (default 1) as done. */
  advance(options?: { units?: number; metrics?: Record<string, number> }): void;
}

/**
 * Starts counting a task.
 *
 * @param task its name, passed on in each event.
 * @param total the number of units.
 * @param listener receives an event per `advance`; none if absent.
 * @param now the clock in milliseconds, `performance.now` by default.
 */
export function startProgress(
  task: string,
  total: number,
  listener?: ProgressListener,
  now: () => number = () => performance.now(),
): Progress {
  const start = now();
  let done = 0;
  return {
    advance({ units = 1, metrics } = {}) {
      done += units;
      if (!listener) return;
      const elapsedMs = now() - start;
      listener({
        task,
        done,
        total,
        elapsedMs,
        ...(done > 0 ? { etaMs: (elapsedMs / done) * (total - done) } : {}),
        ...(metrics ? { metrics } : {}),
      });
    },
  };
}
