/** How far a piece of work has come. */
export interface ProgressEvent {
  /** What is being done, e.g. `features` or `fold 3/10`. */
  task: string;
  /** Units done so far, and in all. */
  done: number;
  total: number;
  /** How much of the units underway is done, in units; absent if none of it is, as far as is known. */
  part?: number;
  /** How much of `done` and `part` an earlier process did, in units; absent if none. */
  restored?: number;
  /** Time since the work began, in milliseconds. */
  elapsedMs: number;
  /** Estimated time left, in milliseconds, by the pace of this process; absent until it has done something. */
  etaMs?: number;
  /** Figures of the last unit, e.g. `{ loss: 1.2, uar: 0.41 }`. */
  metrics?: Record<string, number>;
}

/** Receives progress events; must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;

/** What an advance of a task is made of. */
export interface ProgressStep {
  /** Units that are done beside those before; 1 by default. */
  units?: number;
  /** How much of the units underway is done now, in units; 0 by default. */
  part?: number;
  /** How much of this advance an earlier process did, in units: it says nothing of the pace. 0 by default. */
  restored?: number;
  metrics?: Record<string, number>;
}

/** Counts the units of a task and reports each to a listener. */
export interface Progress {
  advance(step?: ProgressStep): void;
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
  let restored = 0;
  return {
    advance({ units = 1, part = 0, restored: before = 0, metrics } = {}) {
      done += units;
      restored += before;
      if (!listener) return;
      const elapsedMs = now() - start;
      const worked = done + part - restored;
      listener({
        task,
        done,
        total,
        ...(part > 0 ? { part } : {}),
        ...(restored > 0 ? { restored } : {}),
        elapsedMs,
        ...(worked > 0 ? { etaMs: (elapsedMs / worked) * (total - done - part) } : {}),
        ...(metrics ? { metrics } : {}),
      });
    },
  };
}
