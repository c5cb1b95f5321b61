import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { FRAMES, N_MELS, WORKS } from '../signals/settings.mjs';
import { timed } from './timed.mjs';

/** tfjs has no mel filters, DCT or Δ of its own: the first two are matrix products here, Δ is left out. */
export async function prepare(work, { clips }) {
  const { coeffs } = WORKS[work];
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const bins = FRAMES.nFft / 2 + 1;
  const filters = tf.randomUniform([bins, N_MELS], 0, 0.01, 'float32', 1);
  const dct = tf.randomUniform([N_MELS, coeffs ?? 1], -1, 1, 'float32', 2);
  const task = timed(
    (clip) =>
      tf.tidy(() => {
        const half = FRAMES.nFft / 2;
        const padded = tf.pad1d(tf.tensor1d(clip), [half, half]);
        const spectrum = tf.signal.stft(padded, FRAMES.nFft, FRAMES.hopLength, FRAMES.nFft, tf.signal.hannWindow);
        const power = tf.square(tf.abs(spectrum));
        const logMel = tf.log(tf.maximum(tf.matMul(power, filters), 1e-10));
        return (coeffs === undefined ? logMel : tf.matMul(logMel, dct)).dataSync();
      }),
    clips,
  );
  return { ...task, note: coeffs === undefined ? undefined : 'without Δ and ΔΔ, which it lacks' };
}
