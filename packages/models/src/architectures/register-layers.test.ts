import { registerChainedOps } from '@ser/kernels';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { registerLayers } from '../layers/register-layers.js';
import { buildModel, type ModelSpec } from './build-model.js';

const SPECS: ModelSpec[] = [
  { kind: 'tim-net', filters: 8, dilations: 2, masking: true },
  { kind: 'resnet' },
  { kind: 'baseline' },
  { kind: 'cnn', filters: [8], pooling: 'attention', masking: true },
  { kind: 'lstm', units: 8, pooling: 'attention' },
];

it('lets plain tfjs open networks with layers of our own, which it does not know without', async () => {
  await tf.setBackend('cpu');
  registerChainedOps(tf);
  const x = tf.randomNormal([1, 40, 13], 0, 1, 'float32', 1);
  const saved: { artifacts: tf.io.ModelArtifacts; expected: ArrayLike<number> }[] = [];
  for (const spec of SPECS) {
    const network = buildModel(spec, { frames: 40, coeffs: 13, classes: 3, seed: 1 });
    const expected = (network.predict(x) as tf.Tensor).dataSync();
    await network.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved.push({ artifacts, expected });
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
  }
  for (const { artifacts } of saved)
    await expect(tfl.loadLayersModel(tf.io.fromMemory(artifacts))).rejects.toThrow('Unknown layer');
  registerLayers();
  for (const { artifacts, expected } of saved) {
    const network = await tfl.loadLayersModel(tf.io.fromMemory(artifacts));
    const output = (network.predict(x) as tf.Tensor).dataSync();
    for (const [i, value] of output.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6);
  }
});
