/** The state of a task. */
export interface ProgressEvent {
  /** Name of the task, e.g. `features` or `fold 3/10`. */
  readonly task: string;
  /** Units done so far. */
  readonly done: number;
  /** Units in total. */
  readonly total: number;
  /** The finished part of the units in progress, in units; undefined if it is 0 or not known. */
  readonly part?: number | undefined;
  /** The part of `done` and `part` that an earlier process did, in units; undefined if it is 0. */
  readonly restored?: number | undefined;
  /** Time since the task began, in milliseconds. */
  readonly elapsedMs: number;
  /**
   * Estimated time left, in milliseconds, from the pace of this process; undefined until it has done a tenth of the work,
   * or some of it in two seconds.
   */
  readonly etaMs?: number | undefined;
  /** Figures of the last unit, e.g. `{ loss: 1.2, uar: 0.41 }`. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** A sentence that a user should read, e.g. about a limit of the result. */
  readonly note?: string | undefined;
}

/** Receives progress events; must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;

/** One advance of a task. */
export interface ProgressStep {
  /** Units that were finished since the last advance; 1 by default. */
  readonly units?: number | undefined;
  /** The finished part of the units in progress, in units; 0 by default. */
  readonly part?: number | undefined;
  /** The part of this advance that an earlier process did, in units; it does not count for the pace. 0 by default. */
  readonly restored?: number | undefined;
  /** Figures of the unit. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** A sentence that a user should read. */
  readonly note?: string | undefined;
}

/** Counts the units of a task and reports each advance to a listener. */
export interface Progress {
  advance(step?: ProgressStep): void;
}

/**
 * Returns a counter of a task's units.
 *
 * @param task its name, passed on in each event.
 * @param total the number of units.
 * @param listener receives an event per `advance`; nobody by default.
 * @param now the clock, in milliseconds; `performance.now` by default.
 * @example
 * const progress = startProgress('features', 2, console.log);
 * progress.advance(); // { task: 'features', done: 1, total: 2, elapsedMs: 412, etaMs: 412 }
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
    advance({ units = 1, part = 0, restored: before = 0, metrics, note } = {}) {
      done += units;
      restored += before;
      if (!listener) return;
      const elapsedMs = now() - start;
      const worked = done + part - restored;
      listener({
        task,
        done,
        total,
        part: part || undefined,
        restored: restored || undefined,
        elapsedMs,
        etaMs: isEnough(worked / total, elapsedMs) ? (elapsedMs / worked) * (total - done - part) : undefined,
        metrics,
        note,
      });
    },
  };
}

/** Returns true once work tells how long the rest takes: after a tenth of it, or after two seconds if some is done. */
const isEnough = (share: number, elapsedMs: number): boolean => share >= 0.1 || (share > 0 && elapsedMs >= 2000);
