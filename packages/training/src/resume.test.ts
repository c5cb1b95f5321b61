import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { patterns, WINDOW } from '../test/patterns.js';
import type { RunState } from './checkpoint/run-state.js';
import { type FitOptions, fit } from './fit.js';
import { WeightVector } from './network/weight-vector.js';

beforeAll(async () => {
  await startBackend();
});

const { dense, dropout, batchNormalization, conv1d, globalAveragePooling1d } = tfl.layers;

function network(frozen = true): tfl.Sequential {
  const seeded = (seed: number) => ({ kernelInitializer: tfl.initializers.glorotUniform({ seed }) });
  const layers = [
    conv1d({ filters: 6, kernelSize: 3, inputShape: [16, 6], ...seeded(1) }),
    batchNormalization({}),
    // Its moving statistics are those of training; they are not computed again.
    ...(frozen ? [batchNormalization({ trainable: false })] : []),
    globalAveragePooling1d({}),
    dropout({ rate: 0.2 }),
    dense({ units: 3, activation: 'softmax', ...seeded(2) }),
  ];
  return tfl.sequential({ layers });
}

const options = (rest: Partial<FitOptions> = {}): FitOptions => ({
  epochs: 6,
  batchSize: 16,
  learningRate: 0.02,
  schedule: { kind: 'cosine' },
  seed: 5,
  window: WINDOW,
  ...rest,
});

/** Trains and returns all states and the final weights. */
async function train(rest: Partial<FitOptions> = {}, net: tfl.LayersModel = network()) {
  const states: RunState[] = [];
  const history = await fit(net, patterns(), {
    ...options(rest),
    checkpoint: {
      save: async (state) => {
        states.push(state);
      },
      every: rest.checkpoint?.every ?? 1,
    },
  });
  const weights = WeightVector.all(net).read();
  net.dispose();
  return { weights, states, epochs: history.epochs, history };
}

const kinds: [string, Partial<FitOptions>][] = [
  ['a moving average', { averaging: { kind: 'ema', decay: 0.9 }, adam: { weightDecay: 0.1 } }],
  ['an average of the last epochs', { averaging: { kind: 'last-epochs', epochs: 4 } }],
  [
    'early stopping',
    { heldOut: patterns({ count: 30, seed: 2, noise: 2 }), stopping: { patience: 2 }, epochs: 40, clipNorm: 1 },
  ],
];

describe('a run that resumes from any of its states ends with the same weights, with', () => {
  for (const [what, rest] of kinds) {
    it(what, async () => {
      const whole = await train(rest);
      const { length } = whole.states;
      expect(length).toBe(whole.epochs.length);
      for (const at of [0, Math.floor(length / 2), length - 1]) {
        const resumed = await train({ ...rest, resume: structuredClone(whole.states[at]!) });
        expect(resumed.weights).toEqual(whole.weights);
        expect(resumed.epochs).toEqual(whole.epochs);
        expect(resumed.history.bestEpoch).toBe(whole.history.bestEpoch);
        expect(resumed.history.steps).toBe(whole.history.steps);
        expect(resumed.states).toHaveLength(length - at - 1);
      }
    });
  }
});

it('saves states at an interval, and always the last', async () => {
  const { states } = await train({ checkpoint: { save: async () => {}, every: 4 } });
  expect(states.map(({ epoch }) => epoch)).toEqual([4, 6]);
});

/** Runs of one thread and of two, each aborted after epoch 3 with `reason`, and the states that they save. */
function abortedRuns(reason?: Error): { run: Promise<unknown>; states: RunState[] }[] {
  return [{}, { shards: 2, threads: 2 }].map((rest) => {
    const controller = new AbortController();
    const states: RunState[] = [];
    const run = fit(network(), patterns(), {
      ...options({ ...rest, epochs: 1000, signal: controller.signal }),
      checkpoint: {
        save: async (state) => {
          states.push(state);
        },
        every: 500,
      },
      onEpoch: ({ epoch }) => epoch === 3 && setTimeout(() => controller.abort(reason)),
    });
    run.catch(() => {});
    return { run, states };
  });
}

it('saves the state of the last finished epoch when it is stopped, and says how to resume', async () => {
  for (const { run, states } of abortedRuns()) {
    await expect(run).rejects.toMatchObject({
      code: 'ABORTED',
      message: expect.stringMatching(/^training was stopped after epoch \d+$/),
      hint: expect.stringMatching(/^Resume from the checkpoint of epoch \d+\.$/),
    });
    expect(states).toHaveLength(1);
    expect(states[0]!.epoch).toBeGreaterThanOrEqual(2);
    expect(states[0]!.records).toHaveLength(states[0]!.epoch);
  }
});

it('rejects with the reason of the signal, and saves the state of the last finished epoch', async () => {
  const reason = new Error('the user left');
  for (const { run, states } of abortedRuns(reason)) {
    await expect(run).rejects.toBe(reason);
    expect(states).toHaveLength(1);
  }
});

it('resumes in workers with the same weights', async () => {
  // As the workers read it: layers of the standard names become those of the kernels.
  const copy = () => tfl.models.modelFromJSON(JSON.parse(network(false).toJSON() as string));
  const first = await copy();
  const weights = first.getWeights().map((weight) => weight.clone());
  const whole = await train({ shards: 2 }, first);
  const second = await copy();
  second.setWeights(weights);
  const resumed = await train({ shards: 2, threads: 2, resume: whole.states[2]! }, second);
  expect(resumed.weights).toEqual(whole.weights);
  expect(resumed.states.map(({ epoch }) => epoch).at(-1)).toBe(6);
});

it('notes in a progress event that the state comes from another backend', async () => {
  const { states } = await train();
  const notesOf = async (resume: RunState): Promise<(string | undefined)[]> => {
    const notes: (string | undefined)[] = [];
    await train({ resume, onProgress: ({ note }) => notes.push(note) });
    return notes;
  };
  expect(states[1]!.backend).toBe(tf.getBackend());
  expect((await notesOf(states[1]!)).filter((note) => note !== undefined)).toEqual([]);
  const [note] = await notesOf({ ...states[1]!, backend: 'webgl' });
  expect(note).toMatch(
    /^The checkpoint was made on the backend webgl, and this process uses \w+: the result can differ/,
  );
  const { backend: _, ...former } = states[1]!;
  expect((await notesOf(former)).filter((one) => one !== undefined)).toEqual([]);
});

it('fails if a state cannot be saved', async () => {
  for (const rest of [{}, { shards: 2, threads: 2 }]) {
    const run = fit(network(), patterns(), {
      ...options(rest),
      checkpoint: { save: async () => Promise.reject(new Error('the disk is full')) },
    });
    await expect(run).rejects.toThrow('the disk is full');
  }
});

describe('refuses the state of', () => {
  const ema: Partial<FitOptions> = { averaging: { kind: 'ema' } };
  const refusals: [string, Partial<FitOptions>, Partial<FitOptions>, string][] = [
    ['another seed', {}, { seed: 6 }, 'the checkpoint belongs to another run: seed 5, here 6'],
    ['more epochs', {}, { epochs: 7 }, 'belongs to another run: optimizer steps 18, here 21'],
    ['a run that averages', ema, {}, 'belongs to another run: averaged weight vectors 6, here 0'],
    ['a run that does not', {}, ema, 'belongs to another run: averaged weight vectors 0, here 6'],
    [
      'a run that averages its last epochs',
      { averaging: { kind: 'last-epochs', epochs: 5 } },
      { averaging: { kind: 'last-epochs', epochs: 6 } },
      'belongs to another run: averaged weight vectors 1, here 2',
    ],
  ];
  for (const [what, before, after, message] of refusals) {
    it(what, async () => {
      const { states } = await train({ epochs: 6, ...before });
      await expect(train({ ...after, resume: states[1]! })).rejects.toThrow(message);
    });
  }

  it('another network', async () => {
    const { states } = await train();
    const net = tfl.sequential({
      layers: [globalAveragePooling1d({ inputShape: [16, 6] } as never), dense({ units: 3, activation: 'softmax' })],
    });
    await expect(fit(net, patterns(), options({ resume: states[1]! }))).rejects.toThrow(
      'belongs to another run: trained weights',
    );
  });
});
