import { type ProgressListener, startProgress } from '@ser/core';
import type { EpochRecord } from '../metrics/history.js';
import type { StepRecord } from './run-watch.js';

/** One of the runs whose epochs are counted as one task. */
export interface CountedRun {
  /** Epochs that an earlier process did. */
  readonly restored: number;
  /** What tells the run apart in progress events, such as the number of its fold. */
  readonly figures?: Readonly<Record<string, number>> | undefined;
}

/** Counts the epochs of one run. */
export interface EpochCounter {
  onEpoch(record: EpochRecord): void;
  onStep(record: StepRecord): void;
  /** Counts the epochs that the run did not need. */
  end(): void;
}

/**
 * Counts the epochs of runs as one task.
 *
 * @param epochs the budget of each run.
 * @returns a counter a run, in their order.
 */
export function countEpochs(
  task: string,
  epochs: number,
  runs: readonly CountedRun[],
  onProgress?: ProgressListener,
): EpochCounter[] {
  const progress = startProgress(task, runs.length * epochs, onProgress);
  const known = runs.reduce((sum, { restored }) => sum + restored, 0);
  if (known > 0) progress.advance({ units: known, restored: known });
  const parts = new Float64Array(runs.length);
  return runs.map(({ restored, figures }, run) => {
    let seen = restored;
    const tell = (units: number, part: number, metrics: Readonly<Record<string, number>>): void => {
      seen += units;
      parts[run] = part;
      progress.advance({ units, part: parts.reduce((sum, one) => sum + one, 0), metrics: { ...figures, ...metrics } });
    };
    return {
      onEpoch: (record) => tell(1, 0, epochMetrics(record)),
      onStep: (record) => tell(0, record.step / record.steps, { ...record }),
      end() {
        if (seen < epochs) tell(epochs - seen, 0, {});
      },
    };
  });
}

/** The figures of an epoch as progress events carry them. */
function epochMetrics({ epoch, loss, accuracy, learningRate, heldOut }: EpochRecord): Record<string, number> {
  return {
    epoch,
    loss,
    accuracy,
    learningRate,
    ...(heldOut ? { heldOutLoss: heldOut.loss, heldOutUar: heldOut.uar } : {}),
  };
}
