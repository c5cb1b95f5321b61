import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { firstShape, type LayerArgs, listOf } from './custom-layer.js';
import type { Sequence } from './frame-mask.js';

/** For each step of each sequence, among all steps of the batch, the one that stands there in reverse. */
function mirroredRows(mask: tf.Tensor3D): tf.Tensor1D {
  const [batch, steps] = mask.shape;
  const lengths = tf.sum(tf.reshape(mask, [batch, steps]), 1, true);
  const step = tf.tile(tf.reshape(tf.range(0, steps, 1, 'float32'), [1, steps]), [batch, 1]);
  const from = tf.where(tf.less(step, lengths), tf.sub(tf.sub(lengths, 1), step), step);
  const rows = tf.add(from, tf.reshape(tf.range(0, batch * steps, steps, 'float32'), [batch, 1]));
  return tf.cast(tf.reshape(rows, [-1]), 'int32');
}

const pick = (x: tf.Tensor, rows: tf.Tensor1D): tf.Tensor =>
  tf.tidy(() => tf.reshape(tf.gather(tf.reshape(x, [-1, x.shape[2]!]), rows), x.shape));

/** The steps of each sequence backwards, and its padding behind them as it was. Twice so is as before. */
function reverseBeforePadding(x: tf.Tensor3D, mask: tf.Tensor3D): tf.Tensor {
  const reversed = tf.customGrad((values, save) => {
    const rows = mirroredRows(mask);
    (save as (tensors: tf.Tensor[]) => void)([rows]);
    return {
      value: pick(values as tf.Tensor, rows),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => pick(dy, saved as tf.Tensor1D),
    };
  });
  return reversed(x);
}

/**
 * A sequence backwards: [batch, steps, units] → the same, last step first. With a mask [batch, steps, 1] as a second
 * input, the steps before the padding change places and the padding stays at the end.
 *
 * Not a stock layer: to load a network with it into plain tfjs, call `registerLayers` first.
 */
export class ReverseTime extends layers.Layer {
  static readonly className = 'ReverseTime';

  constructor(args: LayerArgs = {}) {
    super(args);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, mask] = listOf(inputs) as [tf.Tensor3D, tf.Tensor3D?];
    return tf.tidy(() => (mask === undefined ? tf.reverse(x, 1) : reverseBeforePadding(x, mask)));
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    return firstShape(shapes);
  }
}

/** The same sequence backwards, its padding still at the end; see {@link ReverseTime}. */
export const reverseTime = ({ x, mask }: Sequence, name: string): Sequence => ({
  x: new ReverseTime({ name }).apply(mask === undefined ? x : [x, mask]) as SymbolicTensor,
  mask,
});
