import { invalidArgument } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { firstShape, type LayerArgs, listOf } from './custom-layer.js';

/** Options of {@link attentiveStatistics}. */
export type AttentiveStatisticsArgs = LayerArgs & {
  /** Units of the hidden layer that scores a frame. */
  units: number;
};

const EPSILON = 1e-5;
const FAR = 1e9;

/**
 * Attentive statistics pooling: the mean and the standard deviation over time, of frames weighted by their importance;
 * [batch, frames, coeffs] → [batch, 2 · coeffs]. With a mask [batch, frames, 1] as a second input, frames whose mask is 0
 * get no weight.
 *
 * a = softmax over time of v · tanh(W h + b), μ = Σ aₜ hₜ, σ² = Σ aₜ hₜ² − μ² (Okabe, Koshinaka and Shinoda, 2018,
 * "Attentive statistics pooling for deep speaker embedding"). Parameters: (coeffs + 2) · units.
 *
 * Not a stock layer: to load a network with it into plain tfjs, call `registerLayers` first.
 */
export class AttentiveStatistics extends layers.Layer {
  static readonly className = 'AttentiveStatistics';
  readonly #units: number;
  #kernel: LayerVariable | undefined;
  #bias: LayerVariable | undefined;
  #score: LayerVariable | undefined;

  constructor(args: AttentiveStatisticsArgs) {
    super(args);
    if (!Number.isSafeInteger(args.units) || args.units < 1)
      throw invalidArgument('units', args.units, 'a positive integer');
    this.#units = args.units;
  }

  override build(shapes: Shape | Shape[]): void {
    const coeffs = firstShape(shapes)[2]!;
    const glorot = initializers.glorotUniform({});
    this.#kernel = this.addWeight('hidden/kernel', [coeffs, this.#units], 'float32', glorot);
    this.#bias = this.addWeight('hidden/bias', [this.#units], 'float32', initializers.zeros());
    this.#score = this.addWeight('score/kernel', [this.#units, 1], 'float32', glorot);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, mask] = listOf(inputs) as [tf.Tensor3D, tf.Tensor3D?];
      const weights = tf.softmax(this.#scores(x, mask));
      const mean = tf.squeeze(tf.matMul(weights, x), [1]);
      const square = tf.squeeze(tf.matMul(weights, tf.square(x)), [1]);
      const variance = tf.relu(tf.sub(square, tf.square(mean)));
      return tf.concat([mean, tf.sqrt(tf.add(variance, EPSILON))], 1);
    });
  }

  /** [batch, 1, frames]. */
  #scores(x: tf.Tensor3D, mask: tf.Tensor3D | undefined): tf.Tensor3D {
    const [batch, frames, coeffs] = x.shape;
    const rows = tf.reshape(x, [batch * frames, coeffs]);
    const hidden = tf.tanh(tf.add(tf.matMul(rows, this.#kernel!.read() as tf.Tensor2D), this.#bias!.read()));
    const scores = tf.reshape(tf.matMul(hidden as tf.Tensor2D, this.#score!.read() as tf.Tensor2D), [batch, 1, frames]);
    if (mask === undefined) return scores as tf.Tensor3D;
    return tf.add(scores, tf.mul(tf.sub(tf.reshape(mask, [batch, 1, frames]), 1), FAR));
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    const [batch, , coeffs] = firstShape(shapes);
    return [batch ?? null, 2 * coeffs!];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.#units };
  }
}

/** Attentive statistics pooling over time; see {@link AttentiveStatistics}. */
export const attentiveStatistics = (args: AttentiveStatisticsArgs): layers.Layer => new AttentiveStatistics(args);
