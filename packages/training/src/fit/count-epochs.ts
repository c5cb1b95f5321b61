import { type ProgressListener, startProgress } from '@ser/core';
import type { EpochRecord } from '../metrics/history.js';
import type { StepRecord } from './run-watch.js';

/** A run whose epochs are counted. */
export interface CountedRun {
  /** Number of epochs that an earlier process has finished. */
  readonly restored: number;
  /** A sentence about the run for users, e.g. that it resumes on another backend. */
  readonly note?: string | undefined;
  /** Figures that identify the run in progress events, such as the number of its fold. */
  readonly figures?: Readonly<Record<string, number>> | undefined;
}

/** Counts the epochs of one run. */
export interface EpochCounter {
  onEpoch(record: EpochRecord): void;
  onStep(record: StepRecord): void;
  /** Counts the epochs that the run did not use. */
  end(): void;
}

/**
 * Counts the epochs of several runs as one task.
 *
 * @param epochs number of epochs of each run.
 * @returns one counter for each run, in order.
 */
export function countEpochs(
  task: string,
  epochs: number,
  runs: readonly CountedRun[],
  onProgress?: ProgressListener,
): EpochCounter[] {
  const progress = startProgress(task, runs.length * epochs, onProgress);
  const restored = runs.reduce((sum, run) => sum + run.restored, 0);
  const [note] = runs.flatMap((run) => run.note ?? []);
  if (restored > 0) progress.advance({ units: restored, restored, note });
  const parts = new Float64Array(runs.length);
  return runs.map(({ restored, figures }, run) => {
    let seen = restored;
    const report = (units: number, part: number, metrics: Readonly<Record<string, number>>): void => {
      seen += units;
      parts[run] = part;
      progress.advance({ units, part: parts.reduce((sum, one) => sum + one, 0), metrics: { ...figures, ...metrics } });
    };
    return {
      onEpoch: (record) => report(1, 0, epochMetrics(record)),
      onStep: (record) => report(0, record.step / record.steps, { ...record }),
      end() {
        if (seen < epochs) report(epochs - seen, 0, {});
      },
    };
  });
}

/** Returns the figures of an epoch for progress events. */
function epochMetrics({ epoch, loss, accuracy, learningRate, heldOut }: EpochRecord): Record<string, number> {
  const figures = { epoch, loss, accuracy, learningRate };
  return heldOut ? { ...figures, heldOutLoss: heldOut.loss, heldOutUar: heldOut.uar } : figures;
}
