import { predictProbabilities, startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { patterns, WINDOW } from '../test/patterns.js';
import { type FitOptions, fit } from './fit.js';
import { WeightVector } from './network/weight-vector.js';

beforeAll(async () => {
  await startBackend();
});

const { dense, dropout, batchNormalization, conv1d, globalAveragePooling1d, spatialDropout1d, simpleRNN } = tfl.layers;

/** A network with everything that is hard to reproduce: two kinds of dropout, recurrent dropout, batch normalization. */
function network({ classes = 3, coeffs = 6, recurrent = false } = {}): tfl.Sequential {
  const seeded = (seed: number) => ({ kernelInitializer: tfl.initializers.glorotUniform({ seed }) });
  const layers = [
    conv1d({ filters: 8, kernelSize: 3, inputShape: [16, coeffs], ...seeded(1) }),
    batchNormalization({}),
    spatialDropout1d({ rate: 0.1 }),
    ...(recurrent
      ? [
          simpleRNN({
            units: 4,
            dropout: 0.2,
            recurrentDropout: 0.2,
            ...seeded(2),
            recurrentInitializer: tfl.initializers.glorotUniform({ seed: 3 }),
          }),
        ]
      : [globalAveragePooling1d({})]),
    dense({ units: 8, activation: 'relu', ...seeded(4) }),
    dropout({ rate: 0.2, seed: 1 }),
    dense({ units: classes, activation: 'softmax', ...seeded(5) }),
  ];
  return tfl.sequential({ layers });
}

const options = (rest: Partial<FitOptions> = {}): FitOptions => ({
  epochs: 12,
  batchSize: 16,
  learningRate: 0.02,
  seed: 5,
  window: WINDOW,
  ...rest,
});

const weightsAfter = async (rest: Partial<FitOptions> = {}, net = network()): Promise<Float32Array> => {
  await fit(net, patterns(), options(rest));
  return WeightVector.all(net).read();
};

const accuracy = (net: tfl.LayersModel, examples = patterns({ seed: 9 })): number =>
  predictProbabilities(
    net,
    examples.map(({ features }) => features),
    { window: WINDOW },
  ).filter((row, i) => row[examples[i]!.label] === Math.max(...row)).length / examples.length;

it('learns, and reports each epoch', async () => {
  const net = network();
  const events: string[] = [];
  const within: Record<string, number>[] = [];
  const history = await fit(net, patterns(), {
    ...options({ schedule: { kind: 'cosine' }, labelSmoothing: 0.1, classWeights: 'balanced', clipNorm: 1 }),
    task: 'patterns',
    onProgress: ({ task, done, total, metrics }) => {
      if (!metrics || !('step' in metrics)) events.push(`${task} ${done}/${total} ${Object.keys(metrics ?? {})}`);
      else within.push(metrics);
    },
  });
  expect(history.epochs.at(-1)!.loss).toBeLessThan(history.epochs[0]!.loss);
  expect(history.steps).toBe(36);
  expect(accuracy(net)).toBeGreaterThan(0.85);
  expect(events).toHaveLength(12);
  expect(events[0]).toBe('patterns 1/12 epoch,loss,accuracy,learningRate');
  expect(within[0]).toEqual({ epoch: 1, step: 1, steps: 3, loss: expect.any(Number) });
});

describe('the same seed', () => {
  for (const recurrent of [false, true]) {
    it(`gives the same weights${recurrent ? ' with recurrent dropout' : ''}`, async () => {
      const first = await weightsAfter({ epochs: 2 }, network({ recurrent }));
      expect(await weightsAfter({ epochs: 2 }, network({ recurrent }))).toEqual(first);
      expect(await weightsAfter({ epochs: 2, seed: 6 }, network({ recurrent }))).not.toEqual(first);
    });
  }

  it('restores dropout layers', async () => {
    const net = network();
    const layer = net.layers[5]!;
    await fit(net, patterns(), options({ epochs: 1 }));
    expect(Object.hasOwn(layer, 'call')).toBe(false);
  });
});

it('frees its tensors', async () => {
  const net = network({ recurrent: true });
  const counts: number[] = [];
  await fit(net, patterns(), {
    ...options({ epochs: 6, heldOut: patterns({ seed: 3 }), averaging: { kind: 'ema' } }),
    onEpoch: () => counts.push(tf.memory().numTensors),
  });
  expect(new Set(counts.slice(1)).size).toBe(1);
  const before = tf.memory().numTensors;
  const other = network();
  await fit(other, patterns(), options({ epochs: 1 }));
  other.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('gives batch normalization the statistics of the training windows under the final weights', async () => {
  const net = tfl.sequential({
    layers: [
      batchNormalization({ inputShape: [16, 6] }),
      globalAveragePooling1d({}),
      dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const examples = patterns();
  await fit(net, examples, options({ epochs: 1 }));
  const [mean, variance] = net.layers[0]!.weights.slice(2).map((weight) => weight.read().dataSync());
  const values = examples.flatMap(({ features }) => [...features.data].filter((_, k) => k % 6 === 0));
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean![0]).toBeCloseTo(average, 1);
  expect(variance![0]).toBeCloseTo(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length, 1);
});

it('cuts batches into shards whose gradients add up to that of the batch', async () => {
  const plain = () =>
    tfl.sequential({
      layers: [
        globalAveragePooling1d({ inputShape: [16, 6] } as never),
        dense({ units: 3, activation: 'softmax', kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }) }),
      ],
    });
  const whole = await weightsAfter({ epochs: 3 }, plain());
  const cut = await weightsAfter({ epochs: 3, shards: 3 }, plain());
  for (const [i, weight] of whole.entries()) expect(cut[i]).toBeCloseTo(weight, 5);
});

describe('early stopping', () => {
  it('ends with the best weights on held-out examples', async () => {
    const net = network();
    const heldOut = patterns({ count: 30, seed: 2, noise: 2 });
    const done: string[] = [];
    const history = await fit(net, patterns({ count: 24 }), {
      ...options({ epochs: 60, heldOut, stopping: { patience: 4 } }),
      onProgress: (event) => done.push(`${event.done}/${event.total}`),
    });
    expect(done.at(-1)).toBe('60/60');
    const losses = history.epochs.map((epoch) => epoch.heldOut!.loss);
    expect(history.stoppedEarly).toBe(true);
    expect(history.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(history.epochs).toHaveLength(history.bestEpoch! + 4);
    const probabilities = predictProbabilities(
      net,
      heldOut.map(({ features }) => features),
      { window: WINDOW },
    );
    const loss = -heldOut.reduce((sum, { label }, i) => sum + Math.log(probabilities[i]![label]!), 0) / heldOut.length;
    expect(loss).toBeCloseTo(Math.min(...losses), 5);
  });

  it('needs held-out examples', async () => {
    await expect(fit(network(), patterns(), options({ stopping: { patience: 1 } }))).rejects.toThrow(
      'stopping needs heldOut',
    );
  });
});

it('stops when aborted', async () => {
  const controller = new AbortController();
  const run = fit(network(), patterns(), {
    ...options({ epochs: 1000 }),
    signal: controller.signal,
    onEpoch: ({ epoch }) => epoch === 3 && controller.abort(),
  });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});

describe('refuses', () => {
  const refusals: [string, Partial<FitOptions>, string][] = [
    ['no epochs', { epochs: 0 }, 'epochs must be a positive integer, got 0'],
    ['a learning rate of 0', { learningRate: 0 }, 'learningRate must be a positive finite number'],
    ['full smoothing', { labelSmoothing: 1 }, 'labelSmoothing must be a number in [0, 1)'],
    ['more shards than rows', { shards: 17 }, 'shards must be at most the batch size 16'],
    [
      'gaps between windows',
      { window: { ...WINDOW, hopFrames: 17 } },
      "window.hopFrames must be an integer from 1 to the window's 16 frames, got 17",
    ],
    ['another window', { window: { ...WINDOW, frames: 10 } }, 'window.frames must be the 16 frames'],
    ['other statistics', { normalization: { mean: [0], std: [1] } }, 'normalization must be 6 means and deviations'],
  ];
  for (const [what, rest, message] of refusals) {
    it(what, async () => {
      await expect(fit(network(), patterns(), options(rest))).rejects.toThrow(message);
    });
  }

  it('examples that do not fit', async () => {
    const [example] = patterns();
    const attempt = (examples: (typeof example)[]) => fit(network(), examples as never, options());
    await expect(attempt([])).rejects.toThrow('examples must be a non-empty list');
    await expect(attempt([{ ...example!, label: 3 }])).rejects.toThrow(
      'example p0 has label 3, but the network has 3 classes',
    );
    await expect(attempt(patterns({ coeffs: 5 }))).rejects.toThrow(
      'example p0 has 5 coefficients, but the network reads 6',
    );
  });

  it('features that are not finite', async () => {
    const examples = patterns();
    examples[7]!.features.data[3] = Number.NaN;
    await expect(fit(network(), examples, options())).rejects.toThrow(/the loss became NaN in step \d/);
  });

  it('noise that cannot be seeded', async () => {
    const net = tfl.sequential({
      layers: [
        tfl.layers.gaussianNoise({ stddev: 1, inputShape: [16, 6] }),
        globalAveragePooling1d({}),
        dense({ units: 3, activation: 'softmax' }),
      ],
    });
    await expect(fit(net, patterns(), options())).rejects.toThrow('(GaussianNoise) draws noise that cannot be seeded');
  });
});

it('shares a network of any layers among workers: the same weights, bit for bit', async () => {
  // As the workers read it: layers of the standard names become those of the kernels.
  const copy = () => tfl.models.modelFromJSON(JSON.parse(network({ recurrent: true }).toJSON() as string));
  const first = await copy();
  const weights = first.getWeights();
  const start = async (): Promise<tfl.Sequential> => {
    const net = (await copy()) as tfl.Sequential;
    net.setWeights(weights);
    return net;
  };
  const alone = await weightsAfter({ shards: 2, epochs: 2 }, await start());
  expect(await weightsAfter({ shards: 2, epochs: 2, threads: 2 }, await start())).toEqual(alone);
});
