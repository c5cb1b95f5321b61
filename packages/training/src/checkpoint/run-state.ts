import { SerError } from '@ser/core';
import type { EpochRecord } from '../metrics/history.js';
import type { AdamState } from '../optimizers/adam.js';
import type { AverageState } from '../optimizers/weight-average.js';
import type { Averaging } from '../recipe/training-schema.js';

/** The best epoch so far, of a run that stops early. */
export interface BestEpoch {
  /** What was judged; the less the better. */
  readonly value: number;
  /** 1-based. */
  readonly epoch: number;
  /** The weights that the run would have ended with. */
  readonly weights: Float32Array;
}

/**
 * Where a run stands after an epoch: all that a later process needs to go on to the same final weights, as plain JSON
 * and `Float32Array`s. Random numbers need no state: each epoch and each step draws from a stream of its own, which
 * follows from the seed and the number of the step.
 */
export interface RunState {
  /** The run that the state belongs to: its seed, and the optimizer steps of the whole of it. */
  readonly seed: number;
  readonly stepsInAll: number;
  /** Epochs and optimizer steps done, and the time they took in seconds. */
  readonly epoch: number;
  readonly steps: number;
  readonly seconds: number;
  /** Whether early stopping has ended the run. */
  readonly stoppedEarly: boolean;
  readonly records: readonly EpochRecord[];
  /** The trained weights of the network, then those of auxiliary heads. */
  readonly weights: Float32Array;
  /** What else the network holds: moving statistics, weights that are not trained. */
  readonly fixed: Float32Array;
  readonly adam: AdamState;
  readonly average?: AverageState | undefined;
  readonly best?: BestEpoch | undefined;
}

/**
 * Checks that a state belongs to a run.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the first difference.
 */
export function checkRunState(
  state: RunState,
  run: {
    seed: number;
    stepsInAll: number;
    epochs: number;
    weights: number;
    fixed: number;
    averaging: Averaging | undefined;
  },
): void {
  const { average, best, adam } = state;
  const pairs: [string, number, number][] = [
    ['seed', state.seed, run.seed],
    ['optimizer steps', state.stepsInAll, run.stepsInAll],
    ['trained weights', state.weights.length, run.weights],
    ['other weights', state.fixed.length, run.fixed],
    ['first moments', adam.firstMoment.length, run.weights],
    ['second moments', adam.secondMoment.length, run.weights],
    ['averaged weights', average?.values.length ?? run.weights, run.weights],
    ['best weights', best?.weights.length ?? run.weights, run.weights],
    ['epoch records', state.records.length, state.epoch],
    ['weight vectors averaged', average?.count ?? 0, averagedBy(state, run)],
  ];
  for (const [what, found, expected] of pairs) {
    if (found === expected) continue;
    throw new SerError('INVALID_ARGUMENT', `the checkpoint is of another run: ${what} ${found}, here ${expected}`, {
      hint: 'Resume with the options that the run began with, or begin anew in another folder.',
    });
  }
  if (!(state.epoch >= 0 && state.epoch <= run.epochs)) {
    throw new SerError('INVALID_ARGUMENT', `the checkpoint is of epoch ${state.epoch}, the run has ${run.epochs}`);
  }
}

/** How many weight vectors a run has averaged by the epoch of a state. */
function averagedBy(
  { epoch, steps }: RunState,
  { epochs, averaging }: { epochs: number; averaging: Averaging | undefined },
): number {
  if (!averaging) return 0;
  if (averaging.kind === 'ema') return steps;
  return Math.min(epoch, Math.max(0, epoch - (epochs - averaging.epochs)));
}
