import type { FeatureMatrix } from '@ser/dsp';
import { type WindowSpec, windowStarts } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Normalization } from '../data/normalization.js';
import { fillWindow, scalingOf } from '../data/window.js';

/** Rows that are predicted at once. */
const ROWS = 64;

/**
 * Class probabilities of each utterance, before calibration: the mean of the network's output over the utterance's
 * windows, as `SerModel` predicts. Windows of several utterances share a batch; the batches depend on the order of
 * the utterances alone.
 */
export function predictProbabilities(
  network: LayersModel,
  features: readonly FeatureMatrix[],
  { window, normalization }: { window: WindowSpec; normalization?: Normalization | undefined },
): number[][] {
  const rows = features.flatMap((matrix, utterance) =>
    windowStarts(matrix.frames, window).map((start) => ({ utterance, start })),
  );
  const counts = new Float64Array(features.length);
  for (const { utterance } of rows) counts[utterance]! += 1;
  const results: number[][] = features.map(() => []);
  if (rows.length === 0) return results;
  const coeffs = features[0]!.coeffs;
  const scaling = scalingOf(normalization, coeffs);
  const length = window.frames * coeffs;
  for (let first = 0; first < rows.length; first += ROWS) {
    const part = rows.slice(first, first + ROWS);
    const batch = new Float32Array(part.length * length);
    for (const [row, { utterance, start }] of part.entries()) {
      fillWindow(features[utterance]!, start, window, scaling, batch, row * length);
    }
    const probabilities = tf.tidy(
      () =>
        (
          network.apply(tf.tensor3d(batch, [part.length, window.frames, coeffs]), { training: false }) as tf.Tensor
        ).dataSync() as Float32Array,
    );
    const classes = probabilities.length / part.length;
    for (const [row, { utterance }] of part.entries()) {
      const mean = results[utterance]!;
      for (let c = 0; c < classes; c++) {
        mean[c] = (mean[c] ?? 0) + probabilities[row * classes + c]! / counts[utterance]!;
      }
    }
  }
  return results;
}
