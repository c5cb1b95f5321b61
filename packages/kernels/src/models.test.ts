import { beforeAll, expect, it } from 'vitest';
import { tf, use } from '../test/backends.js';
import { relativeError, values } from '../test/close.js';
import { MODELS, type ModelSize } from '../test/models.js';
import { adam, installKernels } from './index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

interface Trained {
  readonly losses: number[];
  readonly predictions: ArrayLike<number>;
  readonly weights: ArrayLike<number>[];
  /** Names of the weights. */
  readonly names: string[];
  /** What the network predicts with other weights. */
  predictWith(weights: readonly ArrayLike<number>[]): ArrayLike<number>;
}

const BATCH = 3;

/** Ten Adam steps on fixed data from fixed weights, on both backends. */
async function trainBoth(
  build: (size: ModelSize) => ReturnType<(typeof MODELS)['cnn']>,
  size: ModelSize,
): Promise<[Trained, Trained]> {
  const shape = [BATCH, size.steps, size.features];
  const run = async (backend: 'cpu' | 'wasm'): Promise<Trained> => {
    await use(backend);
    const model = build(size);
    model.compile({ optimizer: adam(), loss: 'categoricalCrossentropy' });
    model.setWeights(
      model.getWeights().map((w, i) => {
        // Kernels as Glorot would scale them; what starts as ones (gammas, variances) stays positive.
        const fan = w.shape.slice(0, -1).reduce((a, b) => a * b, 1);
        const start = w.rank > 1 ? 0 : w.dataSync()[0]!;
        return tf.tensor(
          values(w.shape, i).map((v) => start + v * (w.rank > 1 ? Math.sqrt(3 / fan) : 0.1)),
          w.shape,
        );
      }),
    );
    const x = tf.tensor(values(shape, 5), shape);
    const y = tf.cast(tf.oneHot(tf.range(0, BATCH, 1, 'int32'), size.classes), 'float32');
    const losses: number[] = [];
    for (let i = 0; i < 10; i++) losses.push((await model.trainOnBatch(x, y)) as number);
    const predict = (): ArrayLike<number> => (model.predict(x) as tf.Tensor).dataSync();
    return {
      losses,
      predictions: predict(),
      weights: model.getWeights().map((w) => w.dataSync()),
      names: model.weights.map(({ originalName }) => originalName),
      predictWith(weights) {
        model.setWeights(model.getWeights().map((w, i) => tf.tensor(Float32Array.from(weights[i]!), w.shape)));
        return predict();
      },
    };
  };
  return [await run('cpu'), await run('wasm')];
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);

for (const [name, build] of Object.entries(MODELS)) {
  it(`${name}: ten Adam steps give the weights, losses and predictions of the cpu backend within 1e-5`, async () => {
    // A bias before a batch norm has no gradient but rounding noise, which Adam blows up to whole steps: left out here.
    const size = { steps: 16, features: 6, classes: 4, width: 0.125, dropout: 0, convolutionBias: false };
    const [cpu, ours] = await trainBoth(build, size);
    expect(cpu.losses[9]).toBeLessThan(cpu.losses[0]!);
    expect(relativeError(ours.losses, cpu.losses)).toBeLessThan(1e-5);
    expect(relativeError(ours.predictions, cpu.predictions)).toBeLessThan(1e-5);
    const worst = Math.max(...cpu.weights.map((w, i) => largestDifference(ours.weights[i]!, w)));
    expect(worst).toBeLessThan(1e-5);
  }, 30_000);
}

it('cnn, wide enough for convolutions by minimal filtering, gives its losses and predictions within 1e-5', async () => {
  const size = { steps: 16, features: 16, classes: 4, width: 0.5, convolutionBias: false };
  const [cpu, ours] = await trainBoth(MODELS.cnn, size);
  expect(cpu.losses[9]).toBeLessThan(cpu.losses[0]!);
  expect(relativeError(ours.losses, cpu.losses)).toBeLessThan(1e-5);
  expect(relativeError(ours.predictions, cpu.predictions)).toBeLessThan(1e-5);
  // Gradients are three times as far off as those of the direct sum: some weights by a fiftieth of one Adam step.
  const worst = Math.max(...cpu.weights.map((w, i) => largestDifference(ours.weights[i]!, w)));
  expect(worst).toBeLessThan(4e-5);
}, 30_000);

it('cnn with its biases: only they, and the running means that they shift, leave the cpu backend’s', async () => {
  const [cpu, ours] = await trainBoth(MODELS.cnn, { steps: 16, features: 6, classes: 4, width: 0.125 });
  expect(relativeError(ours.losses, cpu.losses)).toBeLessThan(1e-5);
  const noisy = ours.names.map((name) => /Conv1D.*\/bias$|\/moving_mean$/i.test(name));
  const apart = ours.weights.map((w, i) => largestDifference(w, cpu.weights[i]!));
  expect(Math.max(...apart.filter((_, i) => !noisy[i]))).toBeLessThan(1e-5);
  expect(Math.max(...apart.filter((_, i) => noisy[i]))).toBeGreaterThan(1e-5);
  const mended = ours.predictWith(ours.weights.map((w, i) => (noisy[i] ? cpu.weights[i]! : w)));
  expect(relativeError(mended, cpu.predictions)).toBeLessThan(1e-5);
}, 30_000);
