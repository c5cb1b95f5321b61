import { type LSTMLayerArgs, layers } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { layerErrorAgainstCpu, resultError, runLayer } from '../../test/layer-error.js';
import { gru, installKernels, lstm, simpleRNN } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

const FACTORIES = {
  lstm: [lstm, layers.lstm],
  gru: [gru, layers.gru],
  simpleRNN: [simpleRNN, layers.simpleRNN],
} as const;
type Factory = (args: LSTMLayerArgs) => layers.Layer;
const SHAPE = [3, 7, 5];

/** How many kernels of ours a forward call runs. */
async function fusedCalls(run: () => void): Promise<number> {
  const profile = await tf.profile(() => {
    run();
    return tf.scalar(0);
  });
  return profile.kernels.filter(({ name }) => /^Ser(Lstm|Gru|SimpleRnn)$/.test(name)).length;
}

for (const [name, [ours, stock]] of Object.entries(FACTORIES)) {
  const [fused, plain] = [ours as Factory, stock as Factory];
  describe(`${name} equals stock on cpu, value and gradients`, () => {
    for (const returnSequences of [false, true]) {
      for (const goBackwards of [false, true]) {
        for (const recurrentActivation of name === 'simpleRNN'
          ? (['sigmoid'] as const)
          : (['sigmoid', 'hardSigmoid'] as const)) {
          const args = { units: 8, returnSequences, goBackwards, recurrentActivation };
          it(`sequences ${returnSequences}, backwards ${goBackwards}, ${recurrentActivation}`, async () => {
            expect(
              await layerErrorAgainstCpu(
                () => fused(args),
                SHAPE,
                {},
                () => plain(args),
              ),
            ).toBeLessThan(1e-5);
          });
        }
      }
    }
    it('without bias, and of one example', async () => {
      for (const [units, shape] of [
        [20, [2, 6, 3]],
        [12, [1, 9, 17]],
      ] as const) {
        const args = { units, useBias: units === 12, returnSequences: true };
        expect(
          await layerErrorAgainstCpu(
            () => fused(args),
            [...shape],
            {},
            () => plain(args),
          ),
        ).toBeLessThan(1e-5);
      }
    });
    it('of one step, which stock cannot differentiate', async () => {
      const args = { units: 8, returnSequences: true };
      const firstOfTwo = (): layers.Layer => {
        const layer = plain(args);
        const call = layer.call.bind(layer) as (x: tf.Tensor, kwargs: unknown) => tf.Tensor;
        layer.call = ((x: tf.Tensor, kwargs: unknown) => {
          const longer = tf.pad(x, [
            [0, 0],
            [0, 1],
            [0, 0],
          ]);
          return tf.slice(call(longer, kwargs), [0, 0, 0], [3, 1, 8]);
        }) as typeof layer.call;
        return layer;
      };
      expect(await layerErrorAgainstCpu(() => fused(args), [3, 1, 5], {}, firstOfTwo)).toBeLessThan(1e-5);
    });
    it('with units that fill no SIMD lanes', async () => {
      for (const units of [1, 6, 11]) {
        const args = { units, returnSequences: units !== 6 };
        expect(
          await layerErrorAgainstCpu(
            () => fused(args),
            SHAPE,
            {},
            () => plain(args),
          ),
        ).toBeLessThan(1e-5);
        expect(await fusedCalls(() => fused(args).apply(tf.ones(SHAPE)))).toBe(1);
      }
    });
    it('falls back on another activation', async () => {
      const args = { units: 8, activation: 'relu' as const };
      expect(
        await layerErrorAgainstCpu(
          () => fused(args),
          SHAPE,
          {},
          () => plain(args),
        ),
      ).toBeLessThan(1e-5);
      expect(await fusedCalls(() => fused(args).apply(tf.ones(SHAPE)))).toBe(0);
    });
    it('falls back on a mask', async () => {
      const mask = (): Record<string, unknown> => ({
        mask: tf.tensor2d(
          [
            [1, 1, 1, 0, 0, 0, 0],
            [1, 1, 1, 1, 1, 1, 1],
            [1, 0, 0, 0, 0, 0, 0],
          ],
          undefined,
          'bool',
        ),
      });
      const args = { units: 8, returnSequences: true };
      const options = { kwargs: mask };
      expect(
        await layerErrorAgainstCpu(
          () => fused(args),
          SHAPE,
          options,
          () => plain(args),
        ),
      ).toBeLessThan(1e-5);
    });
    it('falls back on an initial state, a returned state and a kept state', async () => {
      const states = name === 'lstm' ? 2 : 1;
      const initialState = Array.from({ length: states }, (_, i) => tf.fill([3, 8], 0.1 * (i + 1)));
      const args = { units: 8 };
      await use('wasm');
      const given = { kwargs: () => ({ initialState }) };
      expect(
        await layerErrorAgainstCpu(
          () => fused(args),
          SHAPE,
          given,
          () => plain(args),
        ),
      ).toBeLessThan(1e-5);
      const returned = fused({ units: 8, returnState: true });
      expect((returned.apply(tf.ones(SHAPE)) as tf.Tensor[]).length).toBe(states + 1);
      const kept = fused({ units: 8, stateful: true, batchInputShape: SHAPE });
      const first = (kept.apply(tf.ones(SHAPE)) as tf.Tensor).dataSync();
      const second = (kept.apply(tf.ones(SHAPE)) as tf.Tensor).dataSync();
      expect(second).not.toEqual(first);
    });
    it('drops features while training only', async () => {
      await use('wasm');
      const layer = fused({ units: 8, dropout: 0.5 });
      const x = tf.ones(SHAPE);
      const call = (training: boolean): Float32Array =>
        (layer.apply(x, { training }) as tf.Tensor).dataSync() as Float32Array;
      expect(call(false)).toEqual(call(false));
      expect(call(true)).not.toEqual(call(true));
      const plainLayer = fused({ units: 8 });
      plainLayer.apply(x);
      plainLayer.setWeights(layer.getWeights());
      expect((plainLayer.apply(x) as tf.Tensor).dataSync()).toEqual(call(false));
    });
    it('drops the recurrent state by the stock path', async () => {
      await use('wasm');
      const layer = fused({ units: 8, recurrentDropout: 0.5 });
      expect(await fusedCalls(() => layer.apply(tf.ones(SHAPE), { training: true }))).toBe(0);
      expect(await fusedCalls(() => layer.apply(tf.ones(SHAPE), { training: false }))).toBe(1);
    });
  });
}

it('runs in both directions within the stock Bidirectional', async () => {
  const both = (): layers.Layer =>
    layers.bidirectional({ layer: lstm({ units: 8, returnSequences: true }), mergeMode: 'concat' } as never);
  const plain = (): layers.Layer =>
    layers.bidirectional({ layer: layers.lstm({ units: 8, returnSequences: true }), mergeMode: 'concat' } as never);
  await use('cpu');
  const expected = runLayer(plain, SHAPE);
  await use('wasm');
  expect(resultError(runLayer(both, SHAPE), expected)).toBeLessThan(1e-5);
  expect(await fusedCalls(() => (both().apply(tf.ones(SHAPE)) as tf.Tensor).dataSync())).toBe(2);
});

it('asks for no gradient of an input that nobody differentiates', async () => {
  await use('wasm');
  const layer = lstm({ units: 8 });
  layer.build([null, 7, 5]);
  const x = tf.ones(SHAPE);
  const profile = await tf.profile(() => {
    tf.variableGrads(
      () => tf.sum((layer.call as (x: tf.Tensor, k: object) => tf.Tensor).call(layer, x, {})) as tf.Scalar,
    );
    return tf.scalar(0);
  });
  const names = profile.kernels.map(({ name }) => name);
  expect(names).toContain('SerRecurrentKernelGrad');
  expect(names).not.toContain('SerRecurrentInputGrad');
});
