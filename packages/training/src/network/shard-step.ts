import { lossGradients } from '@ser/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { HeadLayers } from '../losses/head-layers.js';
import type { LossFunction } from '../losses/loss.js';
import type { Forward } from './forward.js';
import type { WeightVector } from './weight-vector.js';

/** One shard of a batch, ready for the network. */
export interface ShardInput {
  /** `[rows, frames, coeffs]`, row-major. */
  readonly windows: Float32Array;
  readonly shape: readonly [rows: number, frames: number, coeffs: number];
  /** `[rows, classes]`, see {@link weightedTargets}. */
  readonly targets: Float32Array;
  /** `[rows, columns]` of each auxiliary head. */
  readonly headTargets: readonly Float32Array[];
  /** `[rows, classes]`: above 0 for the classes that a row is compared with; all classes if absent. */
  readonly classMasks?: Float32Array | undefined;
  readonly labels: readonly number[];
  /** Share of the batch's rows, in (0, 1]: the shard's share of the loss of layer regularizers. */
  readonly batchShare: number;
}

/** Number of values after the gradient in a slot: the loss, and the number of recognized utterances. */
export const TALLIES = 2;

/** Parts of a {@link ShardStep}. */
export interface ShardStepParts {
  readonly network: LayersModel;
  /** The weights to differentiate by: those of the network, then those of the heads. */
  readonly weights: WeightVector;
  readonly forward: Forward;
  readonly loss: LossFunction;
  readonly heads?: HeadLayers | undefined;
}

/** Runs the forward and backward pass of shards; each fills a slot with its gradient and tallies. */
export class ShardStep {
  readonly #parts: ShardStepParts;

  constructor(parts: ShardStepParts) {
    this.#parts = parts;
  }

  run(input: ShardInput, slot: Float32Array): void {
    const { network, weights, forward, loss, heads } = this.#parts;
    const [rows] = input.shape;
    const classes = input.targets.length / rows;
    tf.tidy(() => {
      const windows = tf.tensor3d(input.windows, [...input.shape]);
      const targets = tf.tensor2d(input.targets, [rows, classes]);
      let logits: tf.Tensor2D | undefined;
      const { value, gradients } = lossGradients(() => {
        const pass = forward(windows);
        logits = tf.keep(masked(pass.logits, input.classMasks));
        const own = loss(logits, targets);
        const all = heads && pass.hidden ? tf.add(own, heads.loss(pass.hidden, input.headTargets)) : own;
        return network
          .calculateLosses()
          .reduce<tf.Scalar>((sum, penalty) => tf.add(sum, tf.mul(penalty, input.batchShare)), all as tf.Scalar);
      }, weights.variables);
      weights.readGradients(gradients, slot);
      const scores = logits!.dataSync() as Float32Array;
      logits!.dispose();
      const recognized = input.labels.filter((label, row) => {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        return own.every((score) => score <= own[label]!);
      }).length;
      slot.set([(value.dataSync() as Float32Array)[0]!, recognized], weights.size);
    });
  }
}

/** Far below any logit, so that its exponential is 0. */
const NEVER = -1e9;

/** Excludes the classes that a row is not compared with from its softmax. */
function masked(logits: tf.Tensor2D, masks: Float32Array | undefined): tf.Tensor2D {
  if (!masks) return logits;
  const shifts = masks.map((mask) => (mask > 0 ? 0 : NEVER));
  return tf.add(logits, tf.tensor2d(shifts, logits.shape));
}
