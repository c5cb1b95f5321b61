import { invalidArgument } from '@ser/core';

/** Which average of the weights a run ends with, as plain JSON. */
export type Averaging =
  /** Exponential moving average over the steps; `decay` (default 0.995) ramps up as (1 + t) / (10 + t), so early weights fade. */
  | { readonly kind: 'ema'; readonly decay?: number }
  /**
   * Mean of the weights at the end of each of the last `epochs` epochs: stochastic weight averaging (SWA, Izmailov et
   * al., 2018). As there, the statistics of batch normalization are computed anew for the averaged weights.
   */
  | { readonly kind: 'last-epochs'; readonly epochs: number };

/** What an average remembers between steps. */
export interface AverageState {
  /** Weight vectors averaged so far. */
  readonly count: number;
  readonly values: Float32Array;
}

/** Collects an average of weight vectors. */
export interface WeightAverage {
  /** Called after each step. */
  afterStep(weights: Float32Array): void;
  /** Called after each epoch (0-based) of a run of `epochs`. */
  afterEpoch(weights: Float32Array, epoch: number, epochs: number): void;
  /** The average so far; undefined before anything was collected. */
  readonly value: Float32Array | undefined;
  /** What `averageWeights` goes on from, not a copy; undefined before anything was collected. */
  readonly state: AverageState | undefined;
}

/**
 * Starts collecting an average of vectors, or goes on with one.
 *
 * @param from the state that an average of the same kind had.
 */
export function averageWeights(averaging: Averaging, from?: AverageState): WeightAverage {
  return averaging.kind === 'ema' ? movingAverage(averaging.decay ?? 0.995, from) : lastEpochs(averaging.epochs, from);
}

function movingAverage(decay: number, from: AverageState | undefined): WeightAverage {
  if (!(decay >= 0 && decay < 1)) throw invalidArgument('averaging.decay', decay, 'a number in [0, 1)');
  let average = from?.values.slice();
  let steps = from?.count ?? 0;
  return {
    get value() {
      return average;
    },
    get state() {
      return average && { count: steps, values: average };
    },
    afterStep(weights) {
      steps++;
      if (average === undefined) {
        average = weights.slice();
        return;
      }
      const keep = Math.min(decay, (1 + steps) / (10 + steps));
      for (let i = 0; i < average.length; i++) average[i] = weights[i]! + keep * (average[i]! - weights[i]!);
    },
    afterEpoch() {},
  };
}

function lastEpochs(count: number, from: AverageState | undefined): WeightAverage {
  if (!Number.isSafeInteger(count) || count < 1) throw invalidArgument('averaging.epochs', count, 'a positive integer');
  let average = from?.values.slice();
  let collected = from?.count ?? 0;
  return {
    get value() {
      return average;
    },
    get state() {
      return average && { count: collected, values: average };
    },
    afterStep() {},
    afterEpoch(weights, epoch, epochs) {
      if (epoch < epochs - count) return;
      collected++;
      if (average === undefined) {
        average = weights.slice();
        return;
      }
      for (let i = 0; i < average.length; i++) average[i]! += (weights[i]! - average[i]!) / collected;
    },
  };
}
