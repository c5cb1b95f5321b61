import { invalidArgument } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OutputOptions } from './outputs.js';
import { checkMatrix, copyWindow, windowStarts } from './windows.js';

/**
 * Returns how much each value of the features of a clip moves the probability of one class: gradient × input (Shrikumar
 * et al., 2016, "Not just a black box"), the input being the normalized features, so that an average value counts
 * nothing. The windows of the clip are averaged as its probabilities are.
 *
 * @param network a network from [batch, window.frames, coeffs] to [batch, classes].
 * @param matrix features [frames, coeffs] of one clip.
 * @param label index of the class.
 * @returns values in the shape of the features.
 * @throws SerError `INVALID_ARGUMENT` for features without frames and a class that the network does not have.
 */
export function attributions(
  network: LayersModel,
  matrix: FeatureMatrix,
  label: number,
  { window, normalization }: OutputOptions,
): Float32Array {
  checkMatrix('features', matrix);
  const classes = network.outputs[0]!.shape.at(-1)!;
  if (!(Number.isInteger(label) && label >= 0 && label < classes))
    throw invalidArgument('label', label, `an integer from 0 to ${classes - 1}`);
  const { frames, coeffs } = matrix;
  const starts = windowStarts(frames, window);
  const input = new Float32Array(window.frames * coeffs);
  const sums = new Float32Array(matrix.data.length);
  for (const start of starts) {
    copyWindow(matrix, start, window, input, 0, normalization);
    const gradient = tf.tidy(() => {
      const x = tf.tensor3d(input, [1, window.frames, coeffs]);
      const probability = (batch: tf.Tensor): tf.Scalar =>
        tf.sum(tf.slice(network.apply(batch, { training: false }) as tf.Tensor2D, [0, label], [1, 1]));
      return tf.grad(probability)(x).dataSync();
    });
    // A clip shorter than the window lies in it several times, or is followed by zeros.
    const filled = window.padding === 'wrap' ? window.frames : Math.min(window.frames, frames - start);
    for (let t = 0; t < filled; t++) {
      const to = ((start + t) % frames) * coeffs;
      for (let c = 0; c < coeffs; c++)
        sums[to + c]! += (input[t * coeffs + c]! * gradient[t * coeffs + c]!) / starts.length;
    }
  }
  return sums;
}
