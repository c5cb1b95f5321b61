import { type ProgressListener, startProgress } from '@ser/core';

/** Where the progress of some of the networks of a task goes. */
export interface NetworkWatch {
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Turns the progress of runs, one after the other, into that of all: networks done of `total`, with the time that all of
 * them take.
 *
 * @returns for a run of `count` networks, `before` of all having been trained before: what the run should be told.
 *   `figures` go with each event.
 */
export function networkCounter(
  task: string,
  total: number,
  onProgress: ProgressListener | undefined,
): (before: number, count: number, figures: Readonly<Record<string, number>>) => NetworkWatch {
  if (!onProgress) return () => ({});
  const progress = startProgress(task, total, onProgress);
  let whole = 0;
  return (before, count, figures) => {
    let known = 0;
    return {
      onProgress(event) {
        // Features that are extracted on the way are no networks.
        if (event.task === 'features') return onProgress(event);
        const { done, part = 0, restored = 0, metrics } = event;
        const trained = before + (count * (done + part)) / event.total;
        const seen = (count * restored) / event.total;
        const units = Math.floor(trained) - whole;
        progress.advance({
          units,
          part: trained - Math.floor(trained),
          restored: seen - known,
          metrics: { ...figures, ...metrics },
        });
        whole += units;
        known = seen;
      },
    };
  };
}
