import { SerError } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { EpochRecord } from '../metrics/history.js';
import type { AdamState } from '../optimizers/adam.js';
import type { AverageState } from '../optimizers/weight-average.js';
import type { Averaging } from '../recipe/training-schema.js';

/** The best epoch so far, in a run with early stopping. */
export interface BestEpoch {
  /** The figure of early stopping; less is better. */
  readonly value: number;
  /** 1-based. */
  readonly epoch: number;
  /** The weights that the run would have ended with. */
  readonly weights: Float32Array;
}

/**
 * The state of a run after an epoch: everything that another process needs to continue to the same final weights, as plain
 * JSON and `Float32Array`s. Random numbers need no state: each epoch and each step has its own stream, which follows from
 * the seed and the number of the step.
 */
export interface RunState {
  /** Seed and total number of optimizer steps of the run that the state belongs to. */
  readonly seed: number;
  readonly stepsInAll: number;
  /** TensorFlow.js backend that computed the state; absent in states of earlier versions. */
  readonly backend?: string | undefined;
  /** Number of finished epochs and optimizer steps, and the time that they took, in seconds. */
  readonly epoch: number;
  readonly steps: number;
  readonly seconds: number;
  /** True if early stopping has ended the run. */
  readonly stoppedEarly: boolean;
  readonly records: readonly EpochRecord[];
  /** The trained weights of the network, then those of auxiliary heads. */
  readonly weights: Float32Array;
  /** Weights that are not trained, such as moving statistics. */
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
    ['averaged weight vectors', average?.count ?? 0, averagedBy(state, run)],
  ];
  for (const [what, found, expected] of pairs) {
    if (found === expected) continue;
    throw new SerError(
      'INVALID_ARGUMENT',
      `the checkpoint belongs to another run: ${what} ${found}, here ${expected}`,
      {
        hint: 'Resume with the options of that run, or start again in another folder.',
      },
    );
  }
  if (!(state.epoch >= 0 && state.epoch <= run.epochs)) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `the checkpoint is of epoch ${state.epoch}, but the run has ${run.epochs} epochs`,
    );
  }
}

/** Returns a note for users if a run resumes from a state of another backend; undefined if the backends are the same. */
export function backendNote({ backend }: RunState): string | undefined {
  const here = tf.getBackend();
  if (backend === undefined || backend === here) return undefined;
  return `The checkpoint was made on the backend ${backend}, and this process uses ${here}: the result can differ from that of an uninterrupted run in the last digits.`;
}

/** Returns the number of weight vectors that a run has averaged by the epoch of a state. */
function averagedBy(
  { epoch, steps }: RunState,
  { epochs, averaging }: { epochs: number; averaging: Averaging | undefined },
): number {
  if (!averaging) return 0;
  if (averaging.kind === 'ema') return steps;
  return Math.min(epoch, Math.max(0, epoch - (epochs - averaging.epochs)));
}
