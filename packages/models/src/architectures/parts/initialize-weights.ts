import type { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

type Layer = LayersModel['layers'][number];

/** An initializer as layers write it into their configs. */
interface Initializer {
  readonly className: string;
  readonly config: { readonly minval: number; readonly maxval: number };
}

/**
 * Glorot and Bengio (2010), uniform; the last two axes are inputs and outputs, those before them the kernel's extent. A
 * depthwise filter has one input.
 */
function glorotUniform(shape: number[], random: Random, inputs: number = shape.at(-2)!): Float32Array {
  const extent = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  const limit = Math.sqrt(6 / (extent * (inputs + shape.at(-1)!)));
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(-limit, limit));
}

/**
 * Rows of a random orthonormal basis (Saxe et al., 2014) by modified Gram-Schmidt, which keeps a recurrence from
 * growing or fading; needs rows ≤ columns, as every recurrent kernel has.
 */
function orthogonal([rows, columns]: number[], random: Random): Float32Array {
  const basis: Float64Array[] = [];
  while (basis.length < rows!) {
    const row = Float64Array.from({ length: columns! }, () => random.normal());
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) {
        let along = 0;
        for (let i = 0; i < row.length; i++) along += row[i]! * other[i]!;
        for (let i = 0; i < row.length; i++) row[i]! -= along * other[i]!;
      }
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    basis.push(row.map((x) => x / norm));
  }
  const flat = new Float32Array(rows! * columns!);
  for (const [i, row] of basis.entries()) flat.set(row, i * columns!);
  return flat;
}

/** Zeros, but for ones at the forget gates of an LSTM (Jozefowicz et al., 2015); gates are in tfjs' order i, f, c, o. */
function bias(length: number, recurrentKernel: number[] | undefined): Float32Array {
  const values = new Float32Array(length);
  const units = recurrentKernel?.[0];
  if (units !== undefined && length === 4 * units) values.fill(1, units, 2 * units);
  return values;
}

/** The kernel that the layer's own initializer describes, where that is uniform, or Glorot's. */
function kernel(layer: Layer, shape: number[], random: Random): Float32Array {
  const { kernelInitializer } = layer.getConfig() as { kernelInitializer?: Initializer };
  if (kernelInitializer?.className !== 'RandomUniform') return glorotUniform(shape, random);
  const { minval, maxval } = kernelInitializer.config;
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform(minval, maxval));
}

/**
 * Overwrites the kernels, recurrent kernels and biases of a network with seeded values, by the distributions that its
 * layers name in their configs (Keras' defaults).
 *
 * tfjs could do it while building, but builds the two directions of a bidirectional layer with one seed and takes
 * seconds for a large orthogonal matrix.
 */
export function initializeWeights(network: LayersModel, random: Random): void {
  for (const layer of network.layers) {
    let recurrentKernel: number[] | undefined;
    for (const weight of layer.weights) {
      const role = weight.originalName.split('/').at(-1)!;
      const shape = weight.shape as number[];
      const source = random.fork(`${layer.name}/${weight.originalName}`);
      let values: Float32Array;
      if (role === 'kernel') values = kernel(layer, shape, source);
      else if (role === 'depthwise_kernel') values = glorotUniform(shape, source, 1);
      else if (role === 'recurrent_kernel') {
        recurrentKernel = shape;
        values = orthogonal(shape, source);
      } else if (role === 'bias') values = bias(shape[0]!, recurrentKernel);
      else continue;
      tf.tidy(() => {
        weight.write(tf.tensor(values, shape));
      });
    }
  }
}
