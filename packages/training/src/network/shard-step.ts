import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Logits } from './logits.js';
import type { WeightVector } from './weight-vector.js';

/** One shard of a batch, ready for the network. */
export interface ShardInput {
  /** `[rows, frames, coeffs]`, row-major. */
  readonly windows: Float32Array;
  readonly shape: readonly [rows: number, frames: number, coeffs: number];
  /** `[rows, classes]`, see {@link weightedTargets}. */
  readonly targets: Float32Array;
  readonly labels: readonly number[];
  /** Share of the batch's rows: what the layers' own regularisers add to the loss is shared out by it. */
  readonly batchShare: number;
}

/** Numbers that stand behind the gradient in a slot: loss, and utterances recognised. */
export const TALLIES = 2;

/** Runs shards forward and backward; each fills a slot with its gradient and tallies. */
export class ShardStep {
  readonly #network: LayersModel;
  readonly #weights: WeightVector;
  readonly #logits: Logits;

  constructor(network: LayersModel, weights: WeightVector, logits: Logits) {
    this.#network = network;
    this.#weights = weights;
    this.#logits = logits;
  }

  run(input: ShardInput, slot: Float32Array): void {
    const [rows] = input.shape;
    const classes = input.targets.length / rows;
    tf.tidy(() => {
      const windows = tf.tensor3d(input.windows, [...input.shape]);
      const targets = tf.tensor2d(input.targets, [rows, classes]);
      let logits: tf.Tensor2D | undefined;
      const { value, grads } = tf.variableGrads(() => {
        logits = tf.keep(this.#logits(windows));
        const crossEntropy = tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)))) as tf.Scalar;
        return this.#network
          .calculateLosses()
          .reduce<tf.Scalar>((sum, penalty) => tf.add(sum, tf.mul(penalty, input.batchShare)), crossEntropy);
      }, this.#weights.variables);
      this.#weights.readGradients(grads, slot);
      const scores = logits!.dataSync() as Float32Array;
      logits!.dispose();
      const recognised = input.labels.filter((label, row) => {
        const own = scores.subarray(row * classes, (row + 1) * classes);
        return own.every((score) => score <= own[label]!);
      }).length;
      slot.set([(value.dataSync() as Float32Array)[0]!, recognised], this.#weights.size);
    });
  }
}
