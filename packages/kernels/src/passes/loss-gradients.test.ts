import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { values } from '../../test/close.js';
import { MODELS } from '../../test/models.js';
import { installKernels, lossGradients } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

const SHAPE = [3, 16, 6];

function lossOf(network: ReturnType<(typeof MODELS)['cnn']>): () => tf.Scalar {
  const x = tf.tensor(values(SHAPE, 5), SHAPE);
  const y = tf.cast(tf.oneHot([0, 1, 2], 4), 'float32');
  return () => tf.losses.softmaxCrossEntropy(y, network.apply(x, { training: true }) as tf.Tensor) as tf.Scalar;
}

describe.each(Object.entries(MODELS))('gradients of the %s', (_name, build) => {
  it('equal those of tf.variableGrads bit for bit, and nothing is left behind', () => {
    const network = build({ steps: 16, features: 6, classes: 4, width: 0.25, dropout: 0 });
    const variables = network.trainableWeights.map((w) => w.read() as tf.Variable);
    const loss = lossOf(network);
    const expected = tf.variableGrads(loss, variables);
    const before = tf.memory();
    const ours = lossGradients(loss, variables);
    const after = tf.memory();
    expect(after.numTensors - before.numTensors).toBe(1 + variables.length);
    expect(ours.value.dataSync()).toEqual(expected.value.dataSync());
    for (const [i, variable] of variables.entries()) {
      expect(ours.gradients[i]!.shape).toEqual(variable.shape);
      expect(ours.gradients[i]!.dataSync()).toEqual(expected.grads[variable.name]!.dataSync());
    }
  });
});

it('sums the gradients of a tensor that is used again and again, and hands none on', () => {
  const w = tf.variable(tf.tensor1d([1, -2, 3]));
  const loss = (): tf.Scalar => {
    const doubled = tf.add(w, w);
    const chained = tf.mul(doubled, tf.mul(doubled, w));
    return tf.sum(tf.add(chained, tf.add(doubled, doubled.clone()))) as tf.Scalar;
  };
  // d/dw (4 w³ + 4 w) = 12 w² + 4
  expect([...lossGradients(loss, [w]).gradients[0]!.dataSync()]).toEqual([16, 52, 112]);
});

it('is undefined for what the loss does not depend on', () => {
  const [w, other] = [tf.variable(tf.scalar(2)), tf.variable(tf.scalar(3))];
  const { gradients } = lossGradients(() => tf.square(w) as tf.Scalar, [other, w]);
  expect(gradients[0]).toBeUndefined();
  expect(gradients[1]!.dataSync()[0]).toBe(4);
});

it('works with gradients of one’s own, and inside another gradient', () => {
  const w = tf.variable(tf.tensor1d([1, 2]));
  const tripled = tf.customGrad((x, save) => {
    (save as unknown as (tensors: tf.Tensor[]) => void)([x as tf.Tensor]);
    return { value: tf.mul(x as tf.Tensor, 3), gradFunc: (dy) => tf.mul(dy, 5) };
  });
  const loss = (): tf.Scalar => tf.sum(tripled(w)) as tf.Scalar;
  expect([...lossGradients(loss, [w]).gradients[0]!.dataSync()]).toEqual([5, 5]);
  const outer = tf.grad((x) => {
    const inner = lossGradients(() => tf.sum(tf.mul(tf.square(w), x)) as tf.Scalar, [w]);
    return tf.sum(inner.gradients[0]!);
  })(tf.tensor1d([1, 1]));
  expect([...outer.dataSync()]).toEqual([2, 4]);
});

it('keeps less memory than tf.variableGrads while it runs', async () => {
  const network = MODELS.dilated({ steps: 64, features: 8, classes: 4 });
  const x = tf.tensor(values([8, 64, 8], 5), [8, 64, 8]);
  const loss = (): tf.Scalar => tf.sum(network.apply(x, { training: true }) as tf.Tensor) as tf.Scalar;
  const variables = network.trainableWeights.map((w) => w.read() as tf.Variable);
  const peak = async (run: () => unknown): Promise<number> =>
    (
      await tf.profile(() => {
        tf.tidy(() => {
          run();
        });
      })
    ).peakBytes;
  const stock = await peak(() => tf.variableGrads(loss, variables));
  expect(await peak(() => lossGradients(loss, variables))).toBeLessThan(0.9 * stock);
});

it('clears up after a loss that throws', () => {
  const w = tf.variable(tf.scalar(2));
  expect(() =>
    lossGradients(() => {
      throw new Error('no loss');
    }, [w]),
  ).toThrow('no loss');
  expect(lossGradients(() => tf.square(w) as tf.Scalar, [w]).gradients[0]!.dataSync()[0]).toBe(4);
});
