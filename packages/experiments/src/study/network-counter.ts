import { type ProgressListener, startProgress } from '@ser/core';

/** Receives the progress of some of the networks of a task. */
export interface NetworkWatch {
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Converts the progress of consecutive runs into that of the whole task: the number of trained networks of `total`, with the
 * time that all of them take.
 *
 * @returns a function that returns the listener of a run of `count` networks, after `before` networks of other runs; `figures`
 *   are added to each event.
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
        // Feature extraction is not counted in networks.
        if (event.task === 'features') return onProgress(event);
        const { done, part = 0, restored = 0, metrics, note } = event;
        const trained = before + (count * (done + part)) / event.total;
        const seen = (count * restored) / event.total;
        const units = Math.floor(trained) - whole;
        progress.advance({
          units,
          part: trained - Math.floor(trained),
          restored: seen - known,
          metrics: { ...figures, ...metrics },
          note,
        });
        whole += units;
        known = seen;
      },
    };
  };
}
