import type { layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { relativeError, values } from '../../test/close.js';
import { MODELS } from '../../test/models.js';
import { batchNormalization, conv1d, installKernels, lossGradients, lstm, trainingPass } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

const SHAPE = [3, 12, 8];
const input = (): SymbolicTensor => tfl.input({ shape: SHAPE.slice(1) });
const apply = (x: SymbolicTensor, ...list: layers.Layer[]): SymbolicTensor =>
  list.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
const relu = (): layers.Layer => tfl.layers.activation({ activation: 'relu' });
const norm = (): layers.Layer => batchNormalization({ momentum: 0.5 });

/** Networks from [12, 8], by what is to be taken together in them and what is not. */
const NETWORKS: Readonly<Record<string, () => tfl.LayersModel>> = {
  'norm → relu → dropout of columns': () => {
    const x = input();
    return tfl.model({
      inputs: x,
      outputs: apply(x, norm(), relu(), tfl.layers.spatialDropout1d({ rate: 0.5 } as never)),
    });
  },
  'norm → relu → dropout of single values': () => {
    const x = input();
    return tfl.model({ inputs: x, outputs: apply(x, norm(), tfl.layers.reLU(), tfl.layers.dropout({ rate: 0.5 })) });
  },
  'convolutions of pictures, with and without bias and activation': () => {
    const x = input();
    const conv = (filters: number, rest: object = {}): layers.Layer =>
      tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', ...rest });
    const picture = apply(x, tfl.layers.reshape({ targetShape: [12, 8, 1] }), conv(8, { strides: 2, useBias: false }));
    const wide = apply(picture, norm(), relu(), conv(8), conv(4, { activation: 'relu' }));
    return tfl.model({ inputs: x, outputs: apply(wide, tfl.layers.flatten(), tfl.layers.dense({ units: 3 })) });
  },
  'norm at the end': () => {
    const x = input();
    return tfl.model({ inputs: x, outputs: apply(x, conv1d({ filters: 5, kernelSize: 2 }), norm()) });
  },
  'a norm that two layers read, and a relu that is a result': () => {
    const x = input();
    const normed = apply(x, norm());
    const sum = tfl.layers.add().apply([normed, apply(normed, relu())]) as SymbolicTensor;
    return tfl.model({ inputs: x, outputs: apply(sum, norm(), relu()) });
  },
  'a norm of fewer columns than a vector has': () => {
    const x = input();
    return tfl.model({ inputs: x, outputs: apply(x, conv1d({ filters: 3, kernelSize: 2 }), norm(), relu()) });
  },
  'gates, the sigmoid second and first': () => {
    const x = input();
    const open = (of: SymbolicTensor): SymbolicTensor =>
      apply(of, norm(), tfl.layers.activation({ activation: 'sigmoid' }));
    const once = tfl.layers.multiply().apply([x, open(x)]) as SymbolicTensor;
    return tfl.model({ inputs: x, outputs: tfl.layers.multiply().apply([open(once), once]) as SymbolicTensor });
  },
  'a sigmoid that is read twice': () => {
    const x = input();
    const open = apply(x, conv1d({ filters: 8, kernelSize: 1 }), tfl.layers.activation({ activation: 'sigmoid' }));
    const product = tfl.layers.multiply().apply([x, open]) as SymbolicTensor;
    return tfl.model({ inputs: x, outputs: tfl.layers.add().apply([product, open]) as SymbolicTensor });
  },
  'a gate of one column for all': () => {
    const x = input();
    const open = apply(x, conv1d({ filters: 1, kernelSize: 1 }), tfl.layers.activation({ activation: 'sigmoid' }));
    return tfl.model({ inputs: x, outputs: tfl.layers.multiply().apply([x, open]) as SymbolicTensor });
  },
  'a network within, and a recurrent layer': () => {
    const inner = tfl.sequential({
      layers: [conv1d({ filters: 6, kernelSize: 3, inputShape: [12, 8] }), norm(), relu()],
    });
    const x = input();
    return tfl.model({ inputs: x, outputs: apply(x, inner, lstm({ units: 4 })) });
  },
  'masked steps, which only apply hands on': () => {
    const x = input();
    return tfl.model({
      inputs: x,
      outputs: apply(x, tfl.layers.masking({ maskValue: 0 }), lstm({ units: 4 }), norm()),
    });
  },
  'the convolutional network of the benchmark': () => MODELS.cnn({ steps: 12, features: 8, classes: 3, width: 0.125 }),
  'the dilated network of the benchmark': () => MODELS.dilated({ steps: 12, features: 8, classes: 3, width: 0.25 }),
};

/** Zeros and twos, the same for each input of the same shape. */
function mask(layer: layers.Layer, x: tf.Tensor): tf.Tensor {
  const shape = layer.getClassName() === 'SpatialDropout1D' ? [x.shape[0]!, 1, x.shape[2]!] : x.shape;
  return tf.tensor(
    values(shape, 3).map((v) => (v < 0 ? 0 : 2)),
    shape,
  );
}

interface Outcome {
  readonly y: ArrayLike<number>;
  readonly gradients: ArrayLike<number>[];
  readonly running: ArrayLike<number>[];
}

/** Values, gradients and running statistics of one pass from fixed weights. */
function outcomeOf(
  build: () => tfl.LayersModel,
  pass: (network: tfl.LayersModel) => (x: tf.Tensor) => tf.Tensor,
): Outcome {
  const network = build();
  network.setWeights(
    network.getWeights().map((w, i) =>
      tf.tensor(
        values(w.shape, i).map((v) => (w.rank > 1 ? v : 1 + v / 2)),
        w.shape,
      ),
    ),
  );
  const run = pass(network);
  const x = tf.tensor(values(SHAPE, 5), SHAPE);
  let y: ArrayLike<number> = [];
  const variables = network.trainableWeights.map((w) => w.read() as tf.Variable);
  const { gradients } = lossGradients(() => {
    const out = run(x);
    y = out.dataSync();
    return tf.sum(tf.mul(out, tf.tensor(values(out.shape, 9), out.shape))) as tf.Scalar;
  }, variables);
  return {
    y,
    gradients: gradients.map((gradient) => gradient!.dataSync()),
    running: network.nonTrainableWeights.map((w) => w.read().dataSync()),
  };
}

/** The layers one by one, dropout layers with the masks above. */
function layerByLayer(network: tfl.LayersModel): (x: tf.Tensor) => tf.Tensor {
  for (const layer of network.layers) {
    if (!/Dropout/.test(layer.getClassName())) continue;
    layer.call = (inputs) => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      return tf.mul(x, mask(layer, x));
    };
  }
  return (x) => network.apply(x, { training: true }) as tf.Tensor;
}

function expectEqual(actual: Outcome, expected: Outcome): void {
  expect(relativeError(actual.y, expected.y)).toBeLessThan(1e-5);
  const largest = Math.max(...expected.gradients.flatMap((gradient) => Array.from(gradient, Math.abs)));
  for (const [i, gradient] of expected.gradients.entries()) {
    const apart = Array.from(gradient, (g, k) => Math.abs(g - actual.gradients[i]![k]!));
    expect(Math.max(...apart) / largest, `gradient ${i}`).toBeLessThan(1e-5);
  }
  for (const [i, running] of expected.running.entries()) {
    expect(relativeError(actual.running[i]!, running)).toBeLessThan(1e-5);
  }
}

describe.each(['wasm', 'cpu'] as const)('trainingPass on %s', (backend) => {
  for (const [name, build] of Object.entries(NETWORKS)) {
    it(`equals the layers one by one: ${name}`, async () => {
      await use(backend);
      const expected = outcomeOf(build, layerByLayer);
      const actual = outcomeOf(build, (network) => {
        layerByLayer(network);
        return trainingPass(network, { dropoutMask: mask });
      });
      expectEqual(actual, expected);
    });
  }
});

it('leaves the running statistics alone where asked to', async () => {
  await use('wasm');
  const network = NETWORKS['norm → relu → dropout of columns']!();
  const running = (): number[] => network.nonTrainableWeights.flatMap((w) => [...w.read().dataSync()]);
  const before = running();
  const x = tf.tensor(values(SHAPE, 5), SHAPE);
  let follows = false;
  const pass = trainingPass(network, { followsStatistics: () => follows });
  pass(x).dispose();
  expect(running()).toEqual(before);
  follows = true;
  pass(x).dispose();
  expect(running()).not.toEqual(before);
});

it('takes layers together as one kernel', async () => {
  await use('wasm');
  const network = MODELS.dilated({ steps: 12, features: 8, classes: 3, width: 0.25 });
  const x = tf.tensor(values(SHAPE, 5), SHAPE);
  const kernels = async (pass: (x: tf.Tensor) => tf.Tensor): Promise<string[]> =>
    (await tf.profile(() => tf.tidy(() => pass(x)))).kernelNames;
  const found = await kernels(trainingPass(network, { dropoutMask: mask }));
  expect(found).toContain('SerMaskedBatchNorm');
  expect(found).toContain('SerGate');
  expect(found).not.toContain('Relu');
  expect(found).not.toContain('Sigmoid');
  expect(await kernels((inputs) => network.apply(inputs, { training: true }) as tf.Tensor)).toContain('Sigmoid');
});
