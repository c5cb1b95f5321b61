import type { CompleteOptions } from '../recipe/training-schema.js';

/** The average of the weights that a run ends with. */
type Averaging = NonNullable<CompleteOptions['averaging']>;

/** The state of an average between steps. */
export interface AverageState {
  /** Number of averaged weight vectors. */
  readonly count: number;
  readonly values: Float32Array;
}

/** An average of weight vectors. */
export interface WeightAverage {
  /** Called after each step. */
  afterStep(weights: Float32Array): void;
  /** Called after each epoch (0-based) of a run of `epochs`. */
  afterEpoch(weights: Float32Array, epoch: number, epochs: number): void;
  /** The current average; undefined before the first vector. */
  readonly value: Float32Array | undefined;
  /** The state that `averageWeights` continues from, not a copy; undefined before the first vector. */
  readonly state: AverageState | undefined;
}

/**
 * Starts an average of weight vectors, or continues one.
 *
 * @param from the state of an average of the same kind.
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
