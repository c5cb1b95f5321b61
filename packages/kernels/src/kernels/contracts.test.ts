/**
 * Each replaced kernel accepts and refuses what TensorFlow.js does, and computes what its cpu backend does, over random
 * shapes, types and options, empty and odd sizes included. Kernels are called directly: what an op would check before
 * must not be needed to keep within the memory of the tensors.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { values } from '../../test/close.js';
import { installKernels } from '../index.js';

type Dtype = 'float32' | 'int32' | 'bool';

/** A tensor as a test case holds it. */
interface Data {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly data: ArrayLike<number>;
}

interface Call {
  readonly inputs: readonly Data[] | Readonly<Record<string, Data>>;
  readonly attrs: object;
  /** True for a call whose inputs do not fit together; the cpu backend may compute something from them all the same. */
  readonly broken?: boolean;
}

type Outcome = { readonly shape: number[]; readonly dtype: string; readonly values: number[] }[] | 'refused';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

let seed = 0;
const tensor = (shape: readonly number[], dtype: Dtype = 'float32', special: readonly number[] = []): Data => {
  const data = values(shape, ++seed).map((v) => (dtype === 'float32' ? v : Math.round(v * 5)));
  for (const [i, value] of special.entries()) if (data.length > 0) data[(i * 7 + seed) % data.length] = value;
  return { shape, dtype, data: dtype === 'bool' ? data.map((v) => +(v > 0)) : data };
};

function run(name: string, { inputs, attrs }: Call): Outcome {
  return tf.tidy(() => {
    const make = ({ shape, dtype, data }: Data): tf.Tensor =>
      tf.tensor(dtype === 'int32' ? Int32Array.from(data) : Array.from(data), [...shape], dtype);
    const given = Array.isArray(inputs)
      ? inputs.map(make)
      : Object.fromEntries(Object.entries(inputs as Record<string, Data>).map(([key, data]) => [key, make(data)]));
    try {
      const results = [tf.engine().runKernel(name, given as tf.NamedTensorMap, attrs as tf.NamedAttrMap)].flat();
      return (results as tf.Tensor[]).map((t) => ({
        shape: t.shape,
        dtype: t.dtype,
        values: Array.from(t.dataSync() as ArrayLike<number>),
      }));
    } catch {
      return 'refused';
    }
  });
}

/** Holds a kernel to the cpu backend over random calls. */
async function hold(name: string, calls: fc.Arbitrary<Call>, runs = 200): Promise<void> {
  const cases = fc.sample(calls, { numRuns: runs, seed: 1 });
  await use('cpu');
  const expected = cases.map((call) => (call.broken ? 'refused' : run(name, call)));
  await use('wasm');
  const actual = cases.map((call) => run(name, call));
  const accepted = expected.filter((outcome) => outcome !== 'refused').length;
  for (const [i, outcome] of actual.entries()) {
    const wanted = expected[i]!;
    const call = `${name} ${JSON.stringify(cases[i], (key, value) => (key === 'data' ? undefined : value))}`;
    if (wanted === 'refused' || outcome === 'refused') {
      expect(outcome, call).toEqual(wanted);
      continue;
    }
    expect(
      outcome.map(({ shape, dtype }) => ({ shape, dtype })),
      call,
    ).toEqual(wanted.map(({ shape, dtype }) => ({ shape, dtype })));
    for (const [k, { values: got }] of outcome.entries())
      for (const [j, value] of got.entries()) {
        const right = wanted[k]!.values[j]!;
        const same = Object.is(value, right) || value === right || Math.abs(value - right) < 1e-5;
        expect(same, `${call}: value ${j} is ${value}, not ${right}`).toBe(true);
      }
  }
  // Otherwise the test would show nothing.
  expect(accepted).toBeGreaterThan(runs / 10);
}

const size = fc.integer({ min: 0, max: 5 });
const shapeOf = (min: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(size, { minLength: min, maxLength: max });
const rarely = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);
const dtypes = fc.constantFrom<Dtype>('float32', 'int32', 'bool');

/** Another size in one place of a shape. */
const alter = (shape: readonly number[], at: number): number[] =>
  shape.map((n, i) => (i === at % shape.length ? n + 1 + (at % 2) : n));

describe('matrix products', () => {
  const product = fc
    .record({
      batch: shapeOf(0, 2),
      ones: fc.constantFrom('none', 'a', 'b'),
      m: size,
      k: size,
      n: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      wrong: rarely,
      vector: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    .map(({ batch, ones, m, k, n, transposeA, transposeB, wrong, vector }) => {
      const batchOf = (side: string): number[] => (ones === side && !batch.includes(0) ? batch.map(() => 1) : batch);
      const other = wrong ? k + 1 : k;
      const a = [...batchOf('a'), ...(transposeA ? [k, m] : [m, k])];
      const b = [...batchOf('b'), ...(transposeB ? [n, other] : [other, n])];
      return { a: tensor(vector ? a.slice(-1) : a), b: tensor(b), n, attrs: { transposeA, transposeB }, vector };
    });
  it('BatchMatMul', () =>
    hold(
      'BatchMatMul',
      product.map(({ a, b, attrs, vector }) => ({ inputs: { a, b }, attrs, broken: vector })),
    ));
  it('_FusedMatMul', () =>
    hold(
      '_FusedMatMul',
      fc
        .tuple(
          product.filter(({ a, vector }) => !vector && !a.shape.includes(0)),
          fc.constantFrom('linear', 'relu', 'relu6', 'leakyrelu', 'sigmoid', 'elu', 'nonsense'),
          fc.constantFrom('none', 'fits', 'one', 'long'),
        )
        .map(([{ a, b, n, attrs }, activation, kind]) => {
          const length = { none: 0, fits: n, one: 1, long: n + 2 }[kind];
          const bias = kind === 'none' ? {} : { bias: tensor([length]) };
          return {
            inputs: { a, b, ...bias },
            attrs: { ...attrs, activation, leakyreluAlpha: 0.3 },
            broken: activation === 'nonsense',
          };
        }),
    ));
});

describe('movement', () => {
  it('Concat', () =>
    hold(
      'Concat',
      fc
        .record({
          shape: shapeOf(0, 4),
          lengths: fc.array(size, { minLength: 1, maxLength: 4 }),
          axis: fc.integer({ min: -5, max: 4 }),
          dtype: dtypes,
          wrong: rarely,
          at: fc.nat(40),
        })
        .map(({ shape, lengths, axis, dtype, wrong, at }) => {
          const along = axis < 0 ? axis + shape.length : axis;
          const shapes = lengths.map((length) => shape.map((n, i) => (i === along ? length : n)));
          const last = shapes.length - 1;
          if (wrong && last > 0) shapes[last] = at % 3 === 0 ? [...shapes[last]!, 1] : alter(shapes[last]!, at);
          return { inputs: shapes.map((one) => tensor(one, dtype)), attrs: { axis } };
        }),
    ));
  it('SplitV', () =>
    hold(
      'SplitV',
      fc
        .record({
          shape: shapeOf(1, 4),
          axis: fc.integer({ min: -5, max: 4 }),
          dtype: dtypes,
          numOrSizeSplits: fc.oneof(
            fc.integer({ min: 1, max: 4 }),
            fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 4 }),
          ),
        })
        .map(({ shape, dtype, ...attrs }) => ({ inputs: { x: tensor(shape, dtype) }, attrs })),
      600,
    ));
  it('SplitV refuses sizes that are negative or no integers, whose sum fits', () => {
    for (const numOrSizeSplits of [
      [7, -3],
      [1.5, 2.5],
    ])
      expect(run('SplitV', { inputs: { x: tensor([4, 4]) }, attrs: { numOrSizeSplits, axis: 0 } })).toBe('refused');
  });
  it('Reverse', () =>
    hold(
      'Reverse',
      fc
        .record({
          shape: shapeOf(0, 4),
          dims: fc.array(fc.integer({ min: -4, max: 3 }), { maxLength: 3 }),
          dtype: dtypes,
        })
        .map(({ shape, dtype, dims }) => ({ inputs: { x: tensor(shape, dtype) }, attrs: { dims } })),
    ));
  it('Identity', () =>
    hold(
      'Identity',
      fc.tuple(shapeOf(0, 4), dtypes).map(([shape, dtype]) => ({ inputs: { x: tensor(shape, dtype) }, attrs: {} })),
    ));
  it('Cast', () =>
    hold(
      'Cast',
      fc.tuple(shapeOf(0, 4), dtypes, dtypes).map(([shape, from, dtype]) => ({
        inputs: { x: tensor(shape, from, from === 'float32' ? [Number.NaN, Number.POSITIVE_INFINITY, 0, -0] : []) },
        attrs: { dtype },
      })),
    ));
});

describe('element by element', () => {
  it('Multiply', () =>
    hold(
      'Multiply',
      fc
        .record({
          shape: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }),
          onesA: fc.nat(15),
          onesB: fc.nat(15),
          shorter: fc.nat(4),
          wrong: rarely,
          at: fc.nat(40),
          dtype: fc.constantFrom<Dtype>('float32', 'int32'),
          swap: fc.boolean(),
        })
        .map(({ shape, onesA, onesB, shorter, wrong, at, dtype, swap }) => {
          const withOnes = (ones: number): number[] => shape.map((n, i) => ((ones >> i) & 1 ? 1 : n));
          const b = withOnes(onesB).slice(shorter);
          const shapes = [withOnes(onesA), wrong && b.length > 0 ? alter(b, at) : b];
          if (swap) shapes.reverse();
          return { inputs: { a: tensor(shapes[0]!, dtype), b: tensor(shapes[1]!, dtype) }, attrs: {} };
        }),
      400,
    ));
  it('Mean', () =>
    hold(
      'Mean',
      fc
        .record({
          shape: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 }),
          axis: fc.array(fc.integer({ min: -4, max: 3 }), { minLength: 1, maxLength: 3 }),
          keepDims: fc.boolean(),
          dtype: dtypes,
        })
        .filter(({ shape, axis }) => {
          // An axis that is named twice counts twice in the cpu backend.
          const named = axis.map((a) => (a < 0 ? a + shape.length : a));
          return new Set(named).size === named.length;
        })
        .map(({ shape, dtype, ...attrs }) => ({ inputs: { x: tensor(shape, dtype) }, attrs })),
      300,
    ));
  it('UnsortedSegmentSum', () =>
    hold(
      'UnsortedSegmentSum',
      fc
        .record({
          rows: fc.integer({ min: 1, max: 6 }),
          rest: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
          ids: fc.array(fc.integer({ min: -2, max: 5 }), { minLength: 6, maxLength: 6 }),
          numSegments: fc.integer({ min: 1, max: 4 }),
          wrong: rarely,
        })
        .map(({ rows, rest, ids, numSegments, wrong }) => {
          const given = ids.slice(0, wrong ? (rows % 6) + 1 : rows);
          return {
            inputs: {
              x: tensor([rows, ...rest]),
              segmentIds: { shape: [given.length], dtype: 'int32' as const, data: given },
            },
            attrs: { numSegments },
            broken: given.length !== rows,
          };
        }),
    ));
  it('the gradient of ReLU, with NaN and infinity', async () => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    const special = [nan, inf, -inf, 0, -0, 2, -2];
    const x = special.flatMap((v) => special.map(() => v));
    const dy = special.flatMap(() => special);
    const gradient = (): number[] =>
      tf.tidy(() =>
        Array.from(
          tf
            .grad((v) => tf.relu(v))(tf.tensor1d(x), tf.tensor1d(dy))
            .dataSync(),
        ),
      );
    await use('cpu');
    const expected = gradient();
    await use('wasm');
    expect(gradient()).toEqual(expected);
    expect(expected.filter(Number.isNaN)).toHaveLength(7 + 4 * 3 + 2);
  });
});

describe('normalization', () => {
  it('keeps NaN, also before a ReLU', () => {
    const x = tf.tensor2d([[1, Number.NaN, 3, 4]]);
    const y = tf.relu(tf.batchNorm(x, tf.tensor1d([0, 0, Number.NaN, 0]), tf.ones([4])));
    expect(Array.from(y.dataSync(), Number.isNaN)).toEqual([false, true, true, false]);
  });

  it('FusedBatchNorm', () =>
    hold(
      'FusedBatchNorm',
      fc
        .record({
          rows: shapeOf(0, 3),
          columns: fc.integer({ min: 1, max: 13 }),
          has: fc.record({ scale: fc.boolean(), offset: fc.boolean() }),
          isOfX: rarely,
        })
        .map(({ rows, columns, has, isOfX }) => {
          const x = [...rows, columns];
          const vector = (): Data => tensor(isOfX ? x : [columns]);
          const variance = vector();
          const inputs = {
            x: tensor(x),
            mean: vector(),
            variance: { ...variance, data: Array.from(variance.data, Math.abs) },
            ...(has.scale ? { scale: vector() } : {}),
            ...(has.offset ? { offset: vector() } : {}),
          };
          return { inputs, attrs: { varianceEpsilon: 0.01 } };
        }),
    ));
});

describe('convolution and pooling', () => {
  const image = fc.record({
    batch: fc.integer({ min: 0, max: 2 }),
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    channels: fc.integer({ min: 1, max: 5 }),
    filterHeight: fc.integer({ min: 1, max: 3 }),
    filterWidth: fc.integer({ min: 1, max: 3 }),
    filters: fc.integer({ min: 1, max: 5 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
    pad: fc.constantFrom('same', 'valid', 1),
    wrong: fc.constantFrom('none', 'none', 'none', 'dy', 'filter', 'x'),
    at: fc.nat(40),
  });
  type Image = typeof image extends fc.Arbitrary<infer T> ? T : never;
  const infoOf = (c: Image, depthwise = false): tf.backend_util.Conv2DInfo =>
    tf.backend_util.computeConv2DInfo(
      [c.batch, c.height, c.width, c.channels],
      [c.filterHeight, c.filterWidth, c.channels, c.filters],
      c.strides as [number, number],
      1,
      c.pad as 'same',
      typeof c.pad === 'number' ? 'floor' : undefined,
      depthwise,
    );
  const fits = (c: Image): boolean => infoOf(c).outHeight > 0 && infoOf(c).outWidth > 0;
  const shapes = (c: Image, depthwise = false): { x: number[]; filter: number[]; dy: number[] } => ({
    x: [c.batch, c.height, c.width, c.channels],
    filter: [c.filterHeight, c.filterWidth, c.channels, c.filters],
    dy: infoOf(c, depthwise).outShape,
  });
  const attrsOf = (c: Image, more: object): object => ({
    strides: c.strides,
    pad: c.pad,
    dataFormat: 'NHWC',
    ...(typeof c.pad === 'number' ? { dimRoundingMode: 'floor' } : {}),
    ...more,
  });
  const lowered = (shape: number[], at: number): number[] => shape.map((n, i) => (i === at % shape.length ? n - 1 : n));

  for (const depthwise of [false, true]) {
    it(depthwise ? 'DepthwiseConv2dNativeBackpropFilter' : 'Conv2DBackpropFilter', () =>
      hold(
        depthwise ? 'DepthwiseConv2dNativeBackpropFilter' : 'Conv2DBackpropFilter',
        image
          .filter((c) => fits(c) && c.batch > 0)
          .map((c) => {
            const { x, filter, dy } = shapes(c, depthwise);
            const broken = c.wrong !== 'none';
            if (c.wrong === 'filter') filter[2]!++;
            const inputs = {
              x: tensor(c.wrong === 'x' ? alter(x, 3) : x),
              dy: tensor(c.wrong === 'dy' ? lowered(dy, c.at) : dy),
            };
            return { inputs, attrs: attrsOf(c, { filterShape: filter, dilations: 1 }), broken };
          }),
      ),
    );
    it(depthwise ? 'DepthwiseConv2dNativeBackpropInput' : 'Conv2DBackpropInput', () =>
      hold(
        depthwise ? 'DepthwiseConv2dNativeBackpropInput' : 'Conv2DBackpropInput',
        image
          .filter((c) => fits(c) && c.batch > 0)
          .map((c) => {
            const { x, filter, dy } = shapes(c, depthwise);
            const broken = c.wrong !== 'none';
            const inputs = {
              filter: tensor(c.wrong === 'filter' ? alter(filter, 2 + (c.at % 2)) : filter),
              dy: tensor(c.wrong === 'dy' ? lowered(dy, c.at) : dy),
            };
            const inputShape = c.wrong === 'x' ? alter(x, 3) : x;
            return { inputs, attrs: attrsOf(c, { inputShape, dilations: 1 }), broken };
          }),
      ),
    );
  }
  it('Conv2DBackpropInput takes the upper left part of a dy that is larger', () =>
    hold(
      'Conv2DBackpropInput',
      image
        .filter((c) => fits(c) && c.batch > 0)
        .map((c) => {
          const { x, filter, dy } = shapes(c);
          const larger = [dy[0]!, dy[1]! + (c.at % 3), dy[2]! + ((c.at >> 2) % 3), dy[3]!];
          return { inputs: { filter: tensor(filter), dy: tensor(larger) }, attrs: attrsOf(c, { inputShape: x }) };
        }),
    ));
  it('gradients of a batch of no images are zero', () => {
    const c = { batch: 0, height: 3, width: 4, channels: 2, filterHeight: 2, filterWidth: 2, filters: 3 } as Image;
    const call = { ...c, strides: [1, 1], pad: 'valid' } as unknown as Image;
    const { x, filter, dy } = shapes(call);
    const outcome = run('Conv2DBackpropFilter', {
      inputs: { x: tensor(x), dy: tensor(dy) },
      attrs: attrsOf(call, { filterShape: filter }),
    });
    expect(outcome).toEqual([{ shape: filter, dtype: 'float32', values: new Array(24).fill(0) }]);
  });

  const wide = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 3, max: 17 }),
    width: fc.integer({ min: 3, max: 17 }),
    channels: fc.constantFrom(16, 24),
    filters: fc.constantFrom(16, 24),
    pad: fc.constantFrom('same', 'valid', 1, 2),
    hasBias: fc.boolean(),
    activation: fc.constantFrom('linear', 'linear', 'relu'),
    broken: rarely,
  });
  for (const name of ['Conv2D', 'FusedConv2D'])
    it(`${name} of many channels`, () =>
      hold(
        name,
        wide.map(({ broken, hasBias, activation, ...sizes }) => {
          const c = { ...sizes, filterHeight: 3, filterWidth: 3, strides: [1, 1] } as unknown as Image;
          const { x, filter } = shapes(c);
          if (broken) filter[2]!++;
          const row = name === 'FusedConv2D' && hasBias ? { bias: tensor([c.filters]) } : {};
          const [pictures, taps] = [tensor(x), tensor(filter)];
          const inputs = { x: pictures, filter: { ...taps, data: Array.from(taps.data, (v) => v / 16) }, ...row };
          return { inputs, attrs: attrsOf(c, { activation, dilations: 1 }), broken };
        }),
        60,
      ));
  it('MaxPoolGrad, with NaN and infinity', () =>
    hold(
      'MaxPoolGrad',
      image
        .filter((c) => c.batch > 0 && c.height >= c.filterHeight && c.width >= c.filterWidth)
        .map((c) => {
          const filterSize = [c.filterHeight, c.filterWidth] as [number, number];
          const pad = typeof c.pad === 'number' ? 'same' : (c.pad as 'same' | 'valid');
          const strides = c.strides as [number, number];
          const x: [number, number, number, number] = [c.batch, c.height, c.width, c.channels];
          const { outShape } = tf.backend_util.computePool2DInfo(x, filterSize, strides, 1, pad);
          const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
          const nothing = [nan, -inf, nan, -inf, nan, nan, -inf, inf];
          const broken = c.wrong === 'dy';
          const dy = broken ? lowered(outShape, c.at) : outShape;
          return {
            inputs: { input: tensor(x, 'float32', nothing), output: tensor(outShape), dy: tensor(dy) },
            attrs: { filterSize, strides, pad },
            broken,
          };
        }),
      400,
    ));
});
