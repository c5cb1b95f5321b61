import type { layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { relativeError, values } from '../../test/close.js';
import { MODELS } from '../../test/models.js';
import { batchNormalization, inferencePass, installKernels, lstm } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

type Size = readonly [height: number, width: number, channels: number];

const apply = (x: SymbolicTensor, ...list: layers.Layer[]): SymbolicTensor =>
  list.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
const relu = (): layers.Layer => tfl.layers.activation({ activation: 'relu' });
const norm = (rest: object = {}): layers.Layer => batchNormalization({ epsilon: 0.01, ...rest });
const conv = (filters: number, rest: object = {}): layers.Layer =>
  tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', ...rest });
const sum = (...parts: SymbolicTensor[]): SymbolicTensor => tfl.layers.add().apply(parts) as SymbolicTensor;

/** A chain of layers on pictures of a size. */
const chain =
  (shape: Size, ...makes: (() => layers.Layer)[]) =>
  (): tfl.LayersModel => {
    const x = tfl.input({ shape: [...shape] });
    return tfl.model({ inputs: x, outputs: apply(x, ...makes.map((make) => make())) });
  };

const OF = (shape: Size, build: (x: SymbolicTensor) => SymbolicTensor | SymbolicTensor[]) => (): tfl.LayersModel => {
  const x = tfl.input({ shape: [...shape] });
  return tfl.model({ inputs: x, outputs: build(x) });
};

/** Networks of pictures, by what is taken together in them and what is not. */
const NETWORKS: Readonly<Record<string, () => tfl.LayersModel>> = {
  'one channel, stride 2 → norm → relu': chain([9, 7, 1], () => conv(8, { strides: 2, useBias: false }), norm, relu),
  'three channels of seven filters, without zeros around': chain([8, 6, 3], () => conv(7, { padding: 'valid' }), relu),
  'one tap with steps': chain([7, 9, 5], () => conv(6, { kernelSize: 1, strides: [2, 3] }), norm),
  'taps of unlike sides': chain([7, 9, 4], () => conv(8, { kernelSize: [1, 5], strides: [1, 2] }), norm, relu),
  'wide, by minimal filtering': chain([12, 8, 16], () => conv(24), norm, relu),
  'wide with stride 2': chain([16, 8, 16], () => conv(32, { strides: 2, useBias: false }), norm),
  'a norm without scale and center': chain(
    [6, 6, 4],
    () => conv(4),
    () => norm({ scale: false, center: false }),
    relu,
  ),
  'a norm along the height': chain(
    [6, 5, 4],
    () => conv(4),
    () => norm({ axis: 1 }),
    relu,
  ),
  'with dilation': chain([9, 9, 4], () => conv(8, { dilationRate: 2 }), norm, relu),
  'an activation in the convolution': chain([6, 6, 4], () => conv(8, { activation: 'tanh' }), norm, relu),
  'dropout, and a network within': chain(
    [8, 8, 2],
    () => tfl.layers.dropout({ rate: 0.5 }),
    () => tfl.sequential({ layers: [conv(8, { inputShape: [8, 8, 2] }), norm(), relu()] }),
    () => tfl.layers.flatten(),
    () => tfl.layers.dense({ units: 3 }),
  ),
  'a residual block': OF([8, 8, 16], (x) =>
    apply(sum(x, apply(x, conv(16), norm(), relu(), conv(16), norm())), relu()),
  ),
  'a residual block whose other branch is a convolution, too': OF([8, 8, 16], (x) =>
    apply(sum(apply(x, conv(8, { kernelSize: 1 }), norm()), apply(x, conv(8), norm())), relu()),
  ),
  'a sum without relu, of three, and of something with itself': OF([5, 5, 4], (x) => {
    const two = sum(x, apply(x, conv(4)));
    const three = apply(sum(x, two, apply(two, conv(4))), relu());
    const once = apply(three, conv(4));
    return apply(sum(once, once), relu());
  }),
  'a sum of pictures of two sizes': OF([6, 4, 4], (x) =>
    apply(sum(apply(x, conv(4)), apply(x, conv(4, { kernelSize: [6, 4], padding: 'valid' }))), relu()),
  ),
  'what two layers read': OF([6, 6, 4], (x) => {
    const [convolved, tanh] = [apply(x, conv(4)), tfl.layers.activation({ activation: 'tanh' })];
    return sum(apply(convolved, relu()), apply(convolved, tanh));
  }),
  'what others read, and several results': OF([6, 6, 4], (x) => {
    const first = apply(x, conv(4));
    const normed = apply(first, norm());
    const rectified = apply(normed, relu());
    return [first, rectified, apply(sum(normed, apply(rectified, conv(4))), relu())];
  }),
  'masked steps, which only apply hands on': OF([5, 4, 1], (x) =>
    apply(x, tfl.layers.reshape({ targetShape: [5, 4] }), tfl.layers.masking({ maskValue: 0 }), lstm({ units: 3 })),
  ),
  'the dilated network of the benchmark': () => MODELS.dilated({ steps: 12, features: 8, classes: 3, width: 0.25 }),
};

function randomize(network: tfl.LayersModel, seed = 0): void {
  const of = ({ shape, rank }: tf.Tensor, i: number): tf.Tensor =>
    tf.tensor(
      values(shape, seed + i).map((v) => (rank > 1 ? v : 1 + v / 2)),
      shape,
    );
  network.setWeights(network.getWeights().map(of));
}

const inputsOf = (network: tfl.LayersModel, rows: number): tf.Tensor => {
  const shape = [rows, ...(network.inputs[0]!.shape.slice(1) as number[])];
  return tf.tensor(values(shape, 5), shape);
};

const layerByLayer = (network: tfl.LayersModel, x: tf.Tensor): tf.Tensor[] =>
  [network.apply(x, { training: false }) as tf.Tensor | tf.Tensor[]].flat();

function expectEqual(actual: tf.Tensor[], expected: tf.Tensor[]): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  for (const [i, y] of actual.entries())
    expect(relativeError(y.dataSync(), expected[i]!.dataSync())).toBeLessThan(2e-5);
}

describe.each(['wasm', 'cpu'] as const)('inferencePass on %s', (backend) => {
  for (const [name, build] of Object.entries(NETWORKS)) {
    it(`equals the layers one by one, for one picture and several: ${name}`, async () => {
      await use(backend);
      const network = build();
      randomize(network);
      const pass = inferencePass(network);
      expect(pass.outputs).toBe(network.outputs.length);
      for (const rows of [1, 5])
        tf.tidy(() => {
          const x = inputsOf(network, rows);
          expectEqual(pass.run(x), layerByLayer(network, x));
        });
    });
  }
});

describe('inferencePass', () => {
  const build = NETWORKS['a residual block']!;
  const kernelsOf = async (network: tfl.LayersModel): Promise<string[]> => {
    const x = inputsOf(network, 1);
    const pass = inferencePass(network);
    tf.tidy(() => void pass.run(x));
    return (await tf.profile(() => tf.tidy(() => void pass.run(x)))).kernelNames;
  };

  it('takes layers together as one kernel', async () => {
    await use('wasm');
    expect(await kernelsOf(build())).toEqual(['SerPreparedConv2d']);
    expect(await kernelsOf(NETWORKS['with dilation']!())).not.toContain('SerPreparedConv2d');
  });

  it('keeps folded weights until it is disposed, and makes them again', async () => {
    await use('wasm');
    const network = build();
    const x = inputsOf(network, 2);
    const before = tf.memory().numTensors;
    const pass = inferencePass(network);
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => void pass.run(x));
    tf.tidy(() => void pass.run(x));
    expect(tf.memory().numTensors).toBe(before + 4);
    pass.dispose();
    pass.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.tidy(() => expectEqual(pass.run(x), layerByLayer(network, x)));
    pass.dispose();
  });

  it('notices weights that are assigned, pictures of another size, and another backend', async () => {
    await use('wasm');
    const x = tfl.input({ shape: [null, null, 16] });
    const network = tfl.model({ inputs: x, outputs: apply(x, conv(16), norm(), relu()) });
    const pass = inferencePass(network);
    const check = (...shape: [number, number]): void =>
      tf.tidy(() => {
        const picture = tf.tensor(values([2, ...shape, 16], 3), [2, ...shape, 16]);
        expectEqual(pass.run(picture), layerByLayer(network, picture));
      });
    check(8, 8);
    randomize(network, 7);
    check(8, 8);
    check(5, 3);
    await use('cpu');
    check(5, 3);
    await use('wasm');
    check(8, 8);
    pass.dispose();
  });

  it.each([
    ['picture', { picture: [8, 8, 4] }],
    ['filter', { filterShape: [3, 3, 8, 8] }],
  ])('refuses tensors that do not fit the %s', async (_name, wrong) => {
    await use('wasm');
    const attrs = { picture: [8, 8, 8], filterShape: [3, 3, 8, 4], strides: 1, pad: 'same' as const };
    const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
      tf.engine().runKernel(name, inputs, { ...attrs, ...more }) as tf.Tensor;
    tf.tidy(() => {
      const [x, filter, bias] = [tf.ones([1, 8, 8, 8]), tf.ones([3, 3, 8, 4]), tf.ones([4])];
      const packed = run('SerPrepareConv2d', { filter }, {});
      const added = tf.ones([1, 8, 8, 4]);
      expect(run('SerPreparedConv2d', { x, packed, bias, added }, { relu: true }).shape).toEqual([1, 8, 8, 4]);
      expect(() => run('SerPreparedConv2d', { x, packed, bias, added }, { relu: true, ...wrong })).toThrow();
      expect(() => run('SerPrepareConv2d', { filter: tf.ones([3, 3, 8, 5]) }, {})).toThrow('kernel input filter');
      const wider = tf.ones([1, 8, 8, 8]);
      expect(() => run('SerPreparedConv2d', { x, packed, bias, added: wider }, { relu: true })).toThrow('added');
      const short = tf.ones([4]);
      expect(() => run('SerPreparedConv2d', { x, packed: short, bias }, { relu: true })).toThrow('packed');
    });
  });
});
