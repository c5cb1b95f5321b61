import type { CompleteOptions } from '../recipe/training-schema.js';

/** The average of the weights that a run ends with. */
type Averaging = NonNullable<CompleteOptions['averaging']>;

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
  return averaging.kind === 'ema' ? movingAverage(averaging.decay, from) : lastEpochs(averaging.epochs, from);
}

function movingAverage(decay: number, from: AverageState | undefined): WeightAverage {
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
