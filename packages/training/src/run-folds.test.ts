import type { ProgressEvent } from '@ser/core';
import { startBackend } from '@ser/models';
import { memory } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { patterns, WINDOW } from '../test/patterns.js';
import type { CheckpointStore } from './checkpoint/checkpoint-store.js';
import type { RunState } from './checkpoint/run-state.js';
import { type NamedFold, type RunFoldsOptions, runFolds } from './run-folds.js';

beforeAll(async () => {
  await startBackend();
});

const NAMES = ['one', 'two', 'three'];
const folds = (): NamedFold[] =>
  NAMES.map((name, i) => ({ key: `fold ${name}`, figures: { fold: i + 1 }, job: job(i) }));
const job = (i: number): NamedFold['job'] => ({
  model: { kind: 'cnn', filters: [8], denseUnits: 8 },
  classes: 3,
  training: { epochs: 5, batchSize: 16, learningRate: 0.01, window: WINDOW, averaging: { kind: 'ema' } },
  seed: i,
  train: patterns({ seed: i }),
  heldOut: [],
  test: patterns({ seed: 10 + i, count: 6 }).map(({ features }) => features),
});

/** A store in memory that copies states, as a folder does, and counts them. */
function memoryStore() {
  const states = new Map<string, RunState>();
  const outcomes = new Map<string, string>();
  const epochs: string[] = [];
  const store: CheckpointStore = {
    load: async (key) => structuredClone(states.get(key)),
    save: async (key, state) => {
      epochs.push(`${key} ${state.epoch}`);
      states.set(key, structuredClone(state));
    },
    loadOutcome: async (key) => (outcomes.has(key) ? JSON.parse(outcomes.get(key)!) : undefined),
    saveOutcome: async (key, outcome) => {
      outcomes.set(key, JSON.stringify(outcome));
      states.delete(key);
    },
  };
  return { store, states, outcomes, epochs };
}

const run = (rest: Partial<RunFoldsOptions> = {}) => runFolds(folds(), { task: 'folds', ...rest });
const probabilities = (outcomes: Awaited<ReturnType<typeof run>>): number[][][] =>
  outcomes.map((outcome) => outcome.probabilities);

describe('folds that are stopped and run again', () => {
  for (const threads of [1, 2]) {
    it(`resume and give the same result (threads: ${threads})`, async () => {
      const whole = await run();
      const { store, states, outcomes, epochs } = memoryStore();
      const controller = new AbortController();
      const stopped = run({
        threads,
        checkpoints: {
          ...store,
          // In the middle of the second fold, or of the third where two run at once.
          save: async (key, state) => {
            await store.save(key, state);
            if (key === `fold ${NAMES[threads]}` && state.epoch === 2) controller.abort();
          },
        },
        signal: controller.signal,
      });
      await expect(stopped).rejects.toMatchObject({
        code: 'ABORTED',
        message: expect.stringMatching(/^training was stopped after [12] of 3 folds$/),
        hint: 'Run again with the same checkpoints to resume.',
      });
      expect(outcomes.size).toBeGreaterThanOrEqual(1);
      const begun = [...states.values()].reduce((sum, { epoch }) => sum + epoch, 0);
      expect(begun).toBeGreaterThanOrEqual(2);
      const left = 15 - begun - 5 * outcomes.size;

      epochs.length = 0;
      const events: ProgressEvent[] = [];
      const resumed = await run({ threads, checkpoints: store, onProgress: (event) => events.push(event) });
      expect(probabilities(resumed)).toEqual(probabilities(whole));
      expect(resumed.map(({ history }) => history.epochs)).toEqual(whole.map(({ history }) => history.epochs));
      expect(epochs).toHaveLength(left);
      expect(events[0]!.done).toBe(15 - left);
      expect(events.at(-1)!.done).toBe(15);

      epochs.length = 0;
      expect(probabilities(await run({ threads, checkpoints: store }))).toEqual(probabilities(whole));
      expect(epochs).toEqual([]);
    });
  }
});

it('fails if an outcome cannot be kept', async () => {
  for (const threads of [1, 2]) {
    const { store } = memoryStore();
    const checkpoints = { ...store, saveOutcome: async () => Promise.reject(new Error('the disk is full')) };
    await expect(run({ threads, checkpoints })).rejects.toThrow('the disk is full');
  }
});

it('maps the embeddings of each test part, the same way in a worker, and frees all tensors', async () => {
  const before = memory().numTensors;
  const [here, inWorkers] = [await run(), await run({ threads: 2 })];
  expect(memory().numTensors).toBe(before);
  for (const { map } of here) {
    expect(map!.points).toHaveLength(6);
    expect(map!.explained[0]).toBeGreaterThan(0.3);
    expect(map!.explained[0] + map!.explained[1]).toBeLessThanOrEqual(1.0001);
  }
  expect(inWorkers.map(({ map }) => map)).toEqual(here.map(({ map }) => map));
});

it('has no map for a network without an embedding', async () => {
  const network = (): LayersModel => {
    const input = tfl.input({ shape: [WINDOW.frames, 6] });
    const pooled = tfl.layers.globalAveragePooling1d({}).apply(tfl.layers.dense({ units: 3 }).apply(input));
    return tfl.model({ inputs: input, outputs: tfl.layers.softmax().apply(pooled) as tfl.SymbolicTensor });
  };
  const [outcome] = await runFolds([{ ...folds()[0]!, job: { ...job(0), model: undefined, network } }], {
    task: 'one',
  });
  expect(outcome!.probabilities).toHaveLength(6);
  expect(outcome!.map).toBeUndefined();
});
