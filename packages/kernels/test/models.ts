/*
 * The five models of the training benchmark, input [188, 40], 8 classes, as plain lists:
 *
 * cnn      3 × { conv1d(64 | 128 | 128 filters, kernel 5, same), batchNorm, ReLU, maxPool(2) }, global average, dense(8, softmax)
 * rnn      simpleRNN(128), dense(8, softmax)
 * lstm     lstm(128, recurrentActivation sigmoid), dense(8, softmax)
 * bilstm   2 × bidirectional(lstm(64, returnSequences, recurrentActivation sigmoid), concat), attentionPooling, dense(8, softmax)
 * dilated  TIM-Net (Ye et al. 2023): x and x reversed in time, each through conv1d(39, kernel 1) and 8 blocks of dilation
 *          2^i: z = 2 × { conv1d(39, kernel 2, causal, dilation), batchNorm, ReLU, spatialDropout1d(0.1) }(h),
 *          h ← h · sigmoid(z); after each pair of blocks g_i = global average of the sum of both directions;
 *          Σ w_i g_i (trained w, ones at first), dense(8, softmax)
 *
 * Recurrent and input kernels are Glorot-uniform. Loss: categorical cross-entropy; optimizer: Adam, 0.001.
 */
import { serialization, type Tensor, tidy } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentionPooling, batchNormalization, conv1d, lstm, simpleRNN } from '../src/index.js';
import { tf } from './backends.js';

export interface ModelSize {
  steps: number;
  features: number;
  classes: number;
  /** Of the widths above; tests use less than 1. */
  width?: number;
  /** Default 0.1. */
  dropout?: number;
  /** Whether convolutions before a batch norm have a bias, as in the benchmark (default). */
  convolutionBias?: boolean;
}

/** Reverses time. */
class ReverseTime extends tfl.layers.Layer {
  static readonly className = 'ReverseTime';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.reverse(Array.isArray(inputs) ? inputs[0]! : inputs, 1);
  }
}

/** Σ w_i x_i with one trained weight an input. */
class WeightedSum extends tfl.layers.Layer {
  static readonly className = 'WeightedSum';
  private weight: tfl.LayerVariable | undefined;

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    this.weight = this.addWeight('weight', [inputShape.length, 1], 'float32', tfl.initializers.ones());
    this.built = true;
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    return (inputShape as tfl.Shape[])[0]!;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const stacked = tf.stack(inputs as Tensor[], 2);
      const [batch, columns, count] = stacked.shape as [number, number, number];
      const sums = tf.matMul(tf.reshape(stacked, [batch * columns, count]), this.weight!.read() as never);
      return tf.reshape(sums, [batch, columns]);
    });
  }
}

serialization.registerClass(ReverseTime as never);
serialization.registerClass(WeightedSum as never);

const glorot = { kernelInitializer: 'glorotUniform', recurrentInitializer: 'glorotUniform' } as const;
const head = (classes: number): tfl.layers.Layer =>
  tfl.layers.dense({ units: classes, activation: 'softmax', name: 'emotion' });

function stack(size: ModelSize, ...layers: tfl.layers.Layer[]): tfl.LayersModel {
  return tfl.sequential({ layers: [...layers, head(size.classes)] });
}

function dilated(size: ModelSize): tfl.LayersModel {
  const filters = Math.round(39 * (size.width ?? 1));
  const input = tfl.input({ shape: [size.steps, size.features] });
  const apply = (layer: tfl.layers.Layer, x: tfl.SymbolicTensor | tfl.SymbolicTensor[]): tfl.SymbolicTensor =>
    layer.apply(x) as tfl.SymbolicTensor;
  const block = (h: tfl.SymbolicTensor, dilationRate: number): tfl.SymbolicTensor => {
    let z = h;
    for (let i = 0; i < 2; i++) {
      z = apply(
        conv1d({ filters, kernelSize: 2, padding: 'causal', dilationRate, useBias: size.convolutionBias ?? true }),
        z,
      );
      z = apply(batchNormalization(), z);
      z = apply(tfl.layers.reLU(), z);
      if (size.dropout !== 0) z = apply(tfl.layers.spatialDropout1d({ rate: size.dropout ?? 0.1 } as never), z);
    }
    return apply(tfl.layers.multiply(), [h, apply(tfl.layers.activation({ activation: 'sigmoid' }), z)]);
  };
  let forward = apply(conv1d({ filters, kernelSize: 1 }), input);
  let backward = apply(conv1d({ filters, kernelSize: 1 }), apply(new ReverseTime({}), input));
  const scales: tfl.SymbolicTensor[] = [];
  for (let i = 0; i < 8; i++) {
    forward = block(forward, 2 ** i);
    backward = block(backward, 2 ** i);
    scales.push(apply(tfl.layers.globalAveragePooling1d({} as never), apply(tfl.layers.add(), [forward, backward])));
  }
  return tfl.model({ inputs: input, outputs: apply(head(size.classes), apply(new WeightedSum({}), scales)) });
}

export const MODELS: Readonly<
  Record<'cnn' | 'rnn' | 'lstm' | 'bilstm' | 'dilated', (size: ModelSize) => tfl.LayersModel>
> = {
  cnn: (size) =>
    stack(
      size,
      ...[64, 128, 128].flatMap((filters, i) => [
        conv1d({
          filters: Math.round(filters * (size.width ?? 1)),
          kernelSize: 5,
          padding: 'same',
          useBias: size.convolutionBias ?? true,
          ...(i === 0 ? { inputShape: [size.steps, size.features] } : {}),
        }),
        batchNormalization(),
        tfl.layers.reLU(),
        tfl.layers.maxPooling1d({ poolSize: 2 }),
      ]),
      tfl.layers.globalAveragePooling1d({} as never),
    ),
  rnn: (size) =>
    stack(size, simpleRNN({ units: 128 * (size.width ?? 1), inputShape: [size.steps, size.features], ...glorot })),
  lstm: (size) =>
    stack(
      size,
      lstm({
        units: 128 * (size.width ?? 1),
        recurrentActivation: 'sigmoid',
        inputShape: [size.steps, size.features],
        ...glorot,
      }),
    ),
  bilstm: (size) => {
    const inner = (): tfl.RNN =>
      lstm({
        units: 64 * (size.width ?? 1),
        returnSequences: true,
        recurrentActivation: 'sigmoid',
        ...glorot,
      }) as tfl.RNN;
    return stack(
      size,
      tfl.layers.bidirectional({
        layer: inner(),
        mergeMode: 'concat',
        inputShape: [size.steps, size.features],
      } as never),
      tfl.layers.bidirectional({ layer: inner(), mergeMode: 'concat' } as never),
      attentionPooling({ seed: 3 }),
    );
  },
  dilated,
};
