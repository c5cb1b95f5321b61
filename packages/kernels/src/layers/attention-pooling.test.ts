import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { layerErrorAgainstCpu } from '../../test/layer-error.js';
import { attentionPooling, installKernels } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

it.each(['tanh', 'linear'] as const)(
  '%s scores: the kernel equals ops on cpu, value and gradients',
  async (scoreActivation) => {
    for (const shape of [
      [3, 9, 8],
      [2, 5, 7],
      [1, 1, 3],
    ]) {
      expect(await layerErrorAgainstCpu(() => attentionPooling({ scoreActivation }), shape)).toBeLessThan(1e-5);
    }
  },
);

it('is the mean where the scores are equal', async () => {
  await use('wasm');
  const layer = attentionPooling();
  layer.build([null, 4, 2]);
  layer.setWeights([tf.zeros([2, 1])]);
  const y = layer.apply(
    tf.tensor3d([
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
    ]),
  ) as tf.Tensor;
  expect([...y.dataSync()]).toEqual([4, 5]);
});

it('gives masked steps no weight', async () => {
  await use('wasm');
  const layer = attentionPooling({ seed: 1 });
  const model = tfl.sequential({ layers: [tfl.layers.masking({ maskValue: 0, inputShape: [5, 3] }), layer] });
  const steps = tf.randomUniform([1, 3, 3], 0.1, 1);
  const padded = tf.concat([steps, tf.zeros([1, 2, 3])], 1);
  const expected = layer.apply(steps) as tf.Tensor;
  const actual = model.predict(padded) as tf.Tensor;
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(1e-6);
});

it('survives saving and loading', async () => {
  await use('wasm');
  const args = { seed: 5, scoreActivation: 'linear' as const, inputShape: [6, 3] };
  const model = tfl.sequential({ layers: [attentionPooling(args)] });
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  const loaded = await tfl.loadLayersModel(tf.io.fromMemory(saved));
  const x = tf.randomNormal([2, 6, 3]);
  expect((loaded.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
  expect(loaded.layers[0]!.getConfig()).toMatchObject({ seed: 5, scoreActivation: 'linear' });
});

it('refuses other score activations and inputs', () => {
  expect(() => attentionPooling({ scoreActivation: 'relu' as never })).toThrow(
    'scoreActivation must be tanh or linear',
  );
  expect(() => attentionPooling().apply(tf.ones([2, 3]))).toThrow('[batch, steps, units]');
});
