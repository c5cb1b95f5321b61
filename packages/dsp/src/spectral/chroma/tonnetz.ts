import { checkMatrix, matrix } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../../signal/types.js';
import { normalize } from './normalize.js';

/** Prepares the tonal centroid of a row of `nChroma` energies, which it divides by their sum in place. */
export function createTonnetz(nChroma: number): (row: Float64Array, out: Matrix['data'], to: number) => void {
  // Steps round each circle per octave, in half turns, and its radius: fifths, minor thirds, major thirds.
  const circles = [
    [7 / 6, 1],
    [3 / 2, 1],
    [2 / 3, 0.5],
  ] as const;
  const weights = circles.flatMap(([turns, radius]) =>
    [0.5, 0].map((quarter) =>
      Float64Array.from(
        { length: nChroma },
        (_, c) => radius * Math.cos(Math.PI * (turns * (12 / nChroma) * c - quarter)),
      ),
    ),
  );
  return (row, out, to) => {
    normalize(row, 1);
    for (let k = 0; k < weights.length; k++) {
      let sum = 0;
      for (let c = 0; c < nChroma; c++) sum += row[c]! * weights[k]![c]!;
      out[to + k] = sum;
    }
  };
}

/**
 * Tonal centroids of a chromagram: where each frame lies on the circles of fifths, minor and major thirds
 * (Harte, Sandler and Gasser 2006); equals `librosa.feature.tonnetz(chroma=chroma)`.
 *
 * @param chroma frames × nChroma, e.g. of {@link chromaStft}
 * @returns frames × 6: sine and cosine (in this order) for each of the circles, within [-1, 1]
 * @throws SerError if the matrix is empty or not finite
 */
export function tonnetz(chroma: Matrix, out?: FeatureMatrix): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(chroma, 'chroma');
  const result = matrix(frames, 6, out);
  const centroid = createTonnetz(coeffs);
  for (let t = 0; t < frames; t++)
    centroid(Float64Array.from(data.subarray(t * coeffs, (t + 1) * coeffs)), result.data, t * 6);
  return result;
}
