import { buildModel, MODEL_KINDS, type ModelSpec, startBackend } from '@ser/models';
import { mul, type Tensor, tensor, zerosLike } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Every architecture; the one that takes long is smaller than by default. */
export const ARCHITECTURES: readonly ModelSpec[] = MODEL_KINDS.map((kind) =>
  kind === 'tim-net' ? { kind, dilations: 4 } : { kind },
);

/** Every architecture, and others with more layers, other poolings and both directions. */
export const SPECS: readonly ModelSpec[] = [
  ...ARCHITECTURES,
  { kind: 'lstm', units: 8, layers: 2, bidirectional: true, pooling: 'attention' },
  { kind: 'gru', units: 8, bidirectional: true, pooling: 'meanMax' },
];

export const FRAMES = 64;
export const COEFFS = 8;

/** Starts the backend, and builds a network whose weights are all at other than their first values. */
export async function drawnNetwork(spec: ModelSpec): Promise<LayersModel> {
  await startBackend();
  const network = buildModel(spec, { frames: FRAMES, coeffs: COEFFS, classes: 3, seed: 1 });
  for (const layer of network.layers) {
    const moved = layer.getWeights().map((weight, index) => {
      const isVariance = layer.getClassName() === 'BatchNormalization' && index === 3;
      const values = (weight.dataSync() as Float32Array).map((w, i) => w + 0.02 * Math.sin(1.7 * i + index));
      return tensor(isVariance ? values.map((value) => value + 0.5) : values, weight.shape);
    });
    if (moved.length > 0) layer.setWeights(moved);
  }
  tellApart(network);
  return network;
}

/** Scales the output layer so that what it reads decides the answer, however small it is. */
function tellApart(network: LayersModel): void {
  const output = network.getLayer('emotion');
  const [kernel, bias] = output.getWeights() as [Tensor, Tensor];
  const scale = (by: number): void => output.setWeights([mul(kernel, by), zerosLike(bias)]);
  // Large enough to rise above rounding, small enough not to saturate.
  for (let by = 1; by < 2 ** 40; by *= 2) {
    scale(by);
    const [a, b, c] = answer(network) as [number, number, number];
    if (Math.max(a, b, c) - Math.min(a, b, c) > 0.3) return;
  }
}

/** Two windows; the second ends in zeros. */
export const windows: Float32Array = Float32Array.from({ length: 2 * FRAMES * COEFFS }, (_, i) =>
  i < 700 ? Math.sin(i * i * 0.37) : 0,
);

/** Returns the output of a network for {@link windows}, or for another input. */
export function answer(
  network: LayersModel,
  input: Float32Array = windows,
  shape: number[] = [2, FRAMES, COEFFS],
): number[] {
  return [...(network.predict(tensor(input, shape)) as Tensor).dataSync()];
}

/** The largest difference of two lists. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
