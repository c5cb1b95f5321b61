// Writes every architecture that Keras can have into a folder, with its answer, for check-exports.py.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportKeras } from '@ser/interchange';
import { buildModel, MODEL_KINDS, startBackend } from '@ser/models';
import { mul, tensor, zerosLike } from '@tensorflow/tfjs-core';

const folder = process.argv[2];
const shape = [2, 64, 8];
const input = Float32Array.from({ length: 2 * 64 * 8 }, (_, i) => Math.sin(i * i * 0.37));
const specs = [
  ...MODEL_KINDS.filter((kind) => kind !== 'resnet' && kind !== 'baseline').map((kind) => ({ kind })),
  { kind: 'lstm', units: 8, layers: 2, bidirectional: true, pooling: 'attention' },
  { kind: 'gru', units: 8, bidirectional: true, pooling: 'meanMax' },
];

await startBackend();
mkdirSync(folder, { recursive: true });
const cases = [];
for (const [index, spec] of specs.entries()) {
  const network = buildModel(spec, { frames: shape[1], coeffs: shape[2], classes: 3, seed: 1 });
  for (const layer of network.layers) {
    const moved = layer.getWeights().map((weight, at) => {
      const isVariance = layer.getClassName() === 'BatchNormalization' && at === 3;
      const values = weight.dataSync().map((w, i) => w + 0.02 * Math.sin(1.7 * i + at) + (isVariance ? 0.5 : 0));
      return tensor(values, weight.shape);
    });
    if (moved.length > 0) layer.setWeights(moved);
  }
  // The output layer is scaled so that what it reads decides the answer, however small it is.
  const answer = () => [...network.predict(tensor(input, shape)).dataSync()];
  const output = network.getLayer('emotion');
  const [kernel, bias] = output.getWeights();
  for (let by = 1; by < 2 ** 40; by *= 2) {
    output.setWeights([mul(kernel, by), zerosLike(bias)]);
    const [a, b, c] = answer();
    if (Math.max(a, b, c) - Math.min(a, b, c) > 0.3) break;
  }
  const name = `${spec.kind}-${index}`;
  for (const format of ['keras', 'h5', 'weights.h5'])
    writeFileSync(join(folder, `${name}.${format}`), await exportKeras(network, { format }));
  cases.push({ name, shape, input: [...input], output: answer() });
}
writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
